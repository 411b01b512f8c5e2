using Integrations.Core.Permissions;

namespace Integrations.Core.Connections.OAuth;

/// <summary>One OAuth flow under way: single use, ten minutes, bound to everything it was started for (SECURITY O2).</summary>
public sealed class OAuthState
{
    internal const string Connected = "connected";
    internal const int OutcomeMaxLength = 60;

    public Guid Id { get; init; }

    /// <summary>SHA-256 of the state parameter, hex; the parameter itself is not kept.</summary>
    public required string StateHash { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid? UserId { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>Whose connection it becomes; null for the organization's own.</summary>
    public Guid? ConnectionUserId { get; init; }

    public required string ProviderKey { get; init; }

    public required string RedirectUri { get; init; }

    public required string ReturnUrl { get; init; }

    /// <summary>The PKCE verifier, protected; erased on use.</summary>
    public string? VerifierCiphertext { get; set; }

    /// <summary>Fields asked before going to the vendor, such as an Enterprise host.</summary>
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

    public string? RequestedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; set; }

    /// <summary>How it ended: <see cref="Connected"/> or a failure's code. The same browser is shown it again when it comes twice; null while under way.</summary>
    public string? Outcome { get; set; }
}
