using Integrations.Core.Permissions;

namespace Integrations.Core.Connections.OAuth;

/// <summary>One OAuth flow under way: single use, ten minutes, bound to everything it was started for (SECURITY O2).</summary>
public sealed class OAuthState
{
    internal const string Connected = "connected";
    internal const int OutcomeMaxLength = 60;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age. It is no secret; what the browser carries is another value.</summary>
    public Guid Id { get; init; }

    /// <summary>SHA-256 of the state parameter, hex; the parameter itself is not kept.</summary>
    public required string StateHash { get; init; }

    /// <summary>Of the starter at that time.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The person who started; null for a key of the organization and a link's visitor.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What is connected in the end; it exists before the flow begins.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Whose connection it becomes; null for the organization's own.</summary>
    public Guid? ConnectionUserId { get; init; }

    /// <summary>As the integration's; at most 60 characters.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>Sent to the vendor, and once more with the code, which RFC 6749 section 4.1.3 wants to be the same; at most 400 characters.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Where the browser goes in the end; checked at start and again at the end (O7). At most 2,000 characters.</summary>
    public required string ReturnUrl { get; init; }

    /// <summary>The PKCE verifier, protected; erased on use.</summary>
    public string? VerifierCiphertext { get; set; }

    /// <summary>Fields asked before going to the vendor, such as an Enterprise host; and what the flow asks for where that is not everything (<see cref="OAuthAsk"/>).</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>SHA-256 of the cookie of the browser that started, or that confirmed a token-started flow; null until then (O4).</summary>
    public string? BrowserHash { get; set; }

    /// <summary>A token-started flow passes a page of ours first; this is set there, once, together with the browser (O4).</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The personal token or organization's key that started; null for a session and for a password's access token.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>The browser session that started.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>A digest of the starter's security stamp, where a session or a password's access token started: one that changed has ended both.</summary>
    public string? Stamp { get; init; }

    /// <summary>The link to connect that the starter follows; with no person the flow is the link's, and ends with it.</summary>
    public Guid? ConnectLinkId { get; init; }

    /// <summary>What the starter's token was allowed; the end of the flow may do no more.</summary>
    public TokenScopes Scopes { get; init; }

    /// <summary>A person agreed to connect another vendor account than before (O10).</summary>
    public bool AllowAccountChange { get; init; }

    /// <summary>What audit entries call the starter; at most 320 characters.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary><see cref="OAuthOptions.StateLifetime"/> later; one that comes back after this is refused.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the vendor's answer came and the state was spent, by one conditional update; null while under way.</summary>
    public DateTimeOffset? RedeemedAt { get; set; }

    /// <summary>How it ended: <see cref="Connected"/> or a failure's code. The same browser is shown it again when it comes twice; null while under way.</summary>
    public string? Outcome { get; set; }
}
