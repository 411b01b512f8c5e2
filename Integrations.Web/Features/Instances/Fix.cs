namespace Integrations.Web.Features.Instances;

/// <summary>The one act that brings an integration back.</summary>
public enum Fix
{
    None,
    Connect,
    Reconnect,

    /// <summary>It works, with less than it was meant to.</summary>
    GrantAgain,
    Enable,
    Test,
}
