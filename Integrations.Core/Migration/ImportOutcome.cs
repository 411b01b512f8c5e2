namespace Integrations.Core.Migration;

public enum ImportOutcome
{
    Imported,

    /// <summary>An earlier run brought it over.</summary>
    AlreadyThere,

    /// <summary>It was not connected in the older system: there is nothing to bring.</summary>
    NothingToImport,

    /// <summary>It stays as it was, with the reason.</summary>
    Failed,
}
