namespace Integrations.Connectors.Manifest;

/// <summary>The vendor's OAuth 2 addresses and habits.</summary>
public sealed record OAuthManifest
{
    /// <summary>May hold <c>{field}</c> of the method's fields, for vendors that customers host themselves.</summary>
    public required string AuthorizationUrl { get; init; }

    /// <summary>RFC 6749 section 3.2's token endpoint, for codes and refresh tokens. On a server of one's own (<c>Providers:{key}:BaseUrl</c>) its path is used there.</summary>
    public required string TokenUrl { get; init; }

    /// <summary>All are asked for at each sign-in, unless the integration is for a part of the uses only (<see cref="ScopesFor"/>). Empty where the vendor keeps them with the registered client: then none is sent.</summary>
    public required IReadOnlyList<OAuthScope> Scopes { get; init; }

    /// <summary>Between scopes in the authorization address: a space (RFC 6749 section 3.3), or the comma of Slack, Linear and Todoist.</summary>
    public string ScopeSeparator { get; init; } = " ";

    /// <summary>The query parameter that carries the scopes; Slack's user tokens have their own.</summary>
    public string ScopeParameter { get; init; } = "scope";

    /// <summary>Further query parameters of the authorization address.</summary>
    public IReadOnlyDictionary<string, string> AuthorizationParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further parameters of token requests, such as the <c>resource</c> that a token is for (RFC 8707).</summary>
    public IReadOnlyDictionary<string, string> TokenParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>body</c> (client_secret_post) or <c>basic</c>.</summary>
    public string ClientAuthentication { get; init; } = "body";

    /// <summary>The token request's body: <c>form</c> or <c>json</c>.</summary>
    public string TokenRequestFormat { get; init; } = "form";

    /// <summary>PKCE S256 is always used (SECURITY O1) unless a vendor refuses it; the reason is then told here.</summary>
    public string? WithoutPkceBecause { get; init; }

    /// <summary><c>none</c>, <c>stable</c> (the refresh token stays) or <c>rotating</c> (each use gives a new one).</summary>
    public string Refresh { get; init; } = "stable";

    /// <summary>The vendor's issuer identifier where it sends <c>iss</c> (RFC 9207); null elsewhere.</summary>
    public string? Issuer { get; init; }

    /// <summary>How long an access token lives where the vendor does not say; null makes the expiry unknown.</summary>
    public int? DefaultLifetimeSeconds { get; init; }

    /// <summary>The token does not expire although no expiry is told (GitHub OAuth apps, Slack without rotation).</summary>
    public bool TokensWithoutExpiryLast { get; init; }

    /// <summary>A grant not used for this long dies at the vendor; null where there is no such limit.</summary>
    public int? IdleLimitDays { get; init; }

    /// <summary>How a token is revoked at the vendor on disconnect; null where the vendor has no way.</summary>
    public RevocationManifest? Revocation { get; init; }

    /// <summary>The scopes that these uses need, and those that are always asked for, in the manifest's order.</summary>
    /// <param name="purposes">In the words of <see cref="Purposes"/>; null for every use.</param>
    public IReadOnlyList<OAuthScope> ScopesFor(IReadOnlyList<string>? purposes) => purposes is null ? Scopes : [.. Scopes.Where(scope => scope.IsAskedFor(purposes))];
}
