namespace Integrations.Sandbox.OAuth;

internal enum Pkce
{
    /// <summary>The vendor does not look at the challenge.</summary>
    Ignored,
    Optional,
    Required,
}
