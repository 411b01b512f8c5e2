namespace Integrations.Core.Storage.Backup;

/// <summary>What a database holds.</summary>
public sealed record CopiedDatabase(IReadOnlyList<string> Migrations, IReadOnlyList<string> KeyRing, IReadOnlyDictionary<string, long> Rows);
