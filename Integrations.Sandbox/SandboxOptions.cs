namespace Integrations.Sandbox;

/// <summary>How patient and how strict the sandbox is.</summary>
public sealed class SandboxOptions
{
    /// <summary>Where the program that runs alone reads them from.</summary>
    public const string Section = "Sandbox";

    /// <summary>How long the slow account takes for one answer.</summary>
    public TimeSpan SlowFor { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long after signing in the revoked, rate limited and failing accounts still behave,
    /// so that connecting them succeeds and the trouble starts afterwards.
    /// </summary>
    public TimeSpan HonestFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Where consents and tokens are kept, so that what is connected outlives the process as it does at a real vendor. Null keeps
    /// them in memory.
    /// </summary>
    public string? StateFolder { get; set; }

    /// <summary>The waiting time told by the rate limited account.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Hubs on other hosts that use this sandbox, as <c>https://hub.example.org</c>: people may be sent back there, and they are told
    /// of changes. A hub on this machine needs no entry.
    /// </summary>
    public IList<string> HubOrigins { get; } = [];

    /// <summary>The paths of the hub that vendors send people back to, allowed on loopback, on the sandbox's own origin and on <see cref="HubOrigins"/>.</summary>
    public IList<string> CallbackPaths { get; } = ["/api/integrations/oauth/callback", "/account/microsoft/callback"];

    /// <summary>Further redirect addresses, compared as text; for vendors' own clients in tests.</summary>
    public IList<string> RedirectUris { get; } = [];

    /// <summary>Whether an address is a hub's that may be called and returned to.</summary>
    internal bool IsOfHub(Uri address) =>
        address.IsLoopback || HubOrigins.Any(origin => string.Equals(origin.TrimEnd('/'), address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
}
