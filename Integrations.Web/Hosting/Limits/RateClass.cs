namespace Integrations.Web.Hosting.Limits;

/// <summary>What kind of request counts together (001, "Rate Limiting"; SECURITY V1).</summary>
internal enum RateClass
{
    Provider,
    Integration,
    Connection,
    Search,
    Widget,

    /// <summary>Passwords and client secrets, per address (SECURITY S3).</summary>
    SignIn,

    /// <summary>Whatever else is open to strangers, per address (SECURITY V2, X7).</summary>
    Anonymous,

    /// <summary>Deliveries of vendors, per address: one vendor sends for many from few of them.</summary>
    Inbound,
}
