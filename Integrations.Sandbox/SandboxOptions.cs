namespace Integrations.Sandbox;

/// <summary>How patient and how strict the sandbox is.</summary>
public sealed class SandboxOptions
{
    /// <summary>How long the slow account takes for one answer.</summary>
    public TimeSpan SlowFor { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long after signing in the revoked, rate limited and failing accounts still behave,
    /// so that connecting them succeeds and the trouble starts afterwards.
    /// </summary>
    public TimeSpan HonestFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The waiting time told by the rate limited account.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The paths of the hub that vendors send people back to, allowed on loopback and on the sandbox's own origin.</summary>
    public IList<string> CallbackPaths { get; } = ["/api/integrations/oauth/callback", "/account/microsoft/callback"];

    /// <summary>Further redirect addresses, compared as text; for vendors' own clients in tests.</summary>
    public IList<string> RedirectUris { get; } = [];
}
