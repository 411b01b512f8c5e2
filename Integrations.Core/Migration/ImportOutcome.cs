namespace Integrations.Core.Migration;

/// <summary>What became of one credential of the older system, or one user's line of its export.</summary>
public enum ImportOutcome
{
    /// <summary>It is an integration of its user now.</summary>
    Imported,

    /// <summary>An earlier run brought it over.</summary>
    AlreadyThere,

    /// <summary>It was not connected in the older system: there is nothing to bring.</summary>
    NothingToImport,

    /// <summary>It stays as it was, with the reason.</summary>
    Failed,
}
