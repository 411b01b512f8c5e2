namespace Integrations.Core.Diagnostics;

/// <summary>How bad a finding of the doctor is.</summary>
public enum FindingSeverity
{
    /// <summary>In order.</summary>
    Ok,

    /// <summary>Works, and someone should look.</summary>
    Warning,

    /// <summary>Something does not work until it is put right.</summary>
    Error,
}
