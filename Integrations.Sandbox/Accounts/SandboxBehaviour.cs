namespace Integrations.Sandbox.Accounts;

/// <summary>How a sandbox account answers, so that every state of a connection can be tried.</summary>
public enum SandboxBehaviour
{
    /// <summary>Answers as the vendor does on a good day.</summary>
    Healthy,

    /// <summary>Consent or token was withdrawn: 401, and refreshing is refused.</summary>
    Revoked,

    /// <summary>429 (or the vendor's own way to say it) with a waiting time.</summary>
    RateLimited,

    /// <summary>A server error in the vendor's shape.</summary>
    Failing,

    /// <summary>Answers after <see cref="SandboxOptions.SlowFor"/>.</summary>
    Slow,

    /// <summary>Holds no records.</summary>
    Empty,

    /// <summary>Holds 10,000 records.</summary>
    Huge,
}
