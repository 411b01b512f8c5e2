namespace Integrations.Sandbox.Accounts;

/// <summary>The words for behaviours on the wire and on pages.</summary>
public static class SandboxBehaviours
{
    /// <summary>The name in <c>GET /sandbox/credentials</c>: <c>healthy</c>, <c>revoked</c>, <c>rate_limited</c>, …</summary>
    public static string Key(this SandboxBehaviour behaviour) => behaviour switch
    {
        SandboxBehaviour.RateLimited => "rate_limited",
        _ => behaviour.ToString().ToLowerInvariant(),
    };

    /// <summary>One sentence for the person who picks the account.</summary>
    public static string Explanation(this SandboxBehaviour behaviour) => behaviour switch
    {
        SandboxBehaviour.Healthy => "Everything works.",
        SandboxBehaviour.Revoked => "Access is withdrawn: half a minute after connecting, calls and refreshes are refused. Pasted tokens are refused at once.",
        SandboxBehaviour.RateLimited => "Half a minute after connecting, every call is told to wait. Pasted tokens at once.",
        SandboxBehaviour.Failing => "Half a minute after connecting, every call ends in a server error. Pasted tokens at once.",
        SandboxBehaviour.Slow => "Every answer takes a few seconds.",
        SandboxBehaviour.Empty => "Works, but holds no records.",
        SandboxBehaviour.Huge => "Works, and holds 10,000 records.",
        _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
    };
}
