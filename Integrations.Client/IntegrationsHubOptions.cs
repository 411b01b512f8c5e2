namespace Integrations.Client;

/// <summary>Where the hub is, and who the program is there. It prints none of what it holds.</summary>
public sealed class IntegrationsHubOptions
{
    /// <summary>Such as <c>https://hub.example.com</c>. Plain http is taken on this machine only, unless <see cref="AllowUnencrypted"/>.</summary>
    public Uri? Address { get; set; }

    /// <summary>A personal access token (<c>itg_…</c>), or another that the program got for itself. Instead of the client.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// An organization's key (<c>itc_…</c>), or a program that an administrator registered to act for the organization (<c>itp_…</c>). Its tokens are had
    /// when they are needed, and renewed before they end.
    /// </summary>
    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>What a registered program asks for, such as <c>read proxy</c>; reading where nothing is said. A key has the scopes that it was made with.</summary>
    public string? Scope { get; set; }

    /// <summary>Lets secrets go over plain http to another machine: inside a network that is trusted as a whole.</summary>
    public bool AllowUnencrypted { get; set; }

    /// <summary>Tries after the first, of calls that can be repeated: reads, <c>PUT</c>, <c>DELETE</c>, and those with an idempotency key. 0 to 10.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>A hub that asks for a longer wait is not waited for; the call ends with its error. A hub of several nodes may name a few seconds more than the minute that it counts by.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>For one try, its answer included; of a stream, up to its beginning.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);
}
