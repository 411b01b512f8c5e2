namespace Integrations.Core.Catalog.Files;

/// <summary>A provider file as lists show it.</summary>
/// <param name="Number">Counts the files of one provider, from 1.</param>
/// <param name="CreatedBy">As they were called then.</param>
public sealed record ProviderFileVersion(int Number, bool IsInForce, DateTimeOffset CreatedAt, string? CreatedBy);
