namespace Integrations.Web.Components.Shared;

/// <summary>The five states that look the same everywhere.</summary>
public enum Tone
{
    /// <summary>Connected, active, success.</summary>
    Ok,

    /// <summary>Pending, running: something is awaited.</summary>
    Busy,

    /// <summary>Expiring, degraded, partial.</summary>
    Warn,

    /// <summary>Error, expired, revoked, failed.</summary>
    Bad,

    /// <summary>Disabled, disconnected.</summary>
    Off,
}
