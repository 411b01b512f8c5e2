namespace Integrations.Web.Features.Instances;

/// <summary>The one act that brings an integration back.</summary>
public enum Remedy
{
    None,
    Connect,
    Reconnect,

    /// <summary>It works, with less than it was meant to.</summary>
    GrantAgain,
    Enable,
    Test,
}
