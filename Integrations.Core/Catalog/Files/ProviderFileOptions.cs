namespace Integrations.Core.Catalog.Files;

/// <summary>Where an operator's provider files are.</summary>
public sealed class ProviderFileOptions
{
    /// <summary>Where the setting stands: <c>ProviderFiles:Folder</c>.</summary>
    public const string Section = "ProviderFiles";

    /// <summary>A folder of <c>*.provider.json</c>, read at start and whenever one of them changes; relative to the program's folder. Null for none.</summary>
    public string? Folder { get; init; }
}
