namespace Integrations.Core.Diagnostics;

public enum FindingSeverity
{
    Ok,

    /// <summary>Works, and someone should look.</summary>
    Warning,

    /// <summary>Something does not work until it is put right.</summary>
    Error,
}
