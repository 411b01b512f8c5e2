namespace Integrations.Core.Management;

/// <summary>Tags to put on many integrations, and to take from them; one that is in both is put on.</summary>
public sealed record TagChanges(IReadOnlyList<string> Add, IReadOnlyList<string> Remove);
