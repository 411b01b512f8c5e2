namespace Integrations.Connectors.Manifest;

/// <summary>How to revoke. Values may hold <c>{accessToken}</c>, <c>{refreshToken}</c>, <c>{clientId}</c> and <c>{clientSecret}</c>.</summary>
public sealed record RevocationManifest
{
    /// <summary>The vendor's public address, such as RFC 7009's revocation endpoint; it never sees secrets of a server of one's own.</summary>
    public required string Url { get; init; }

    /// <summary>The address where the operator set <c>Providers:{key}:BaseUrl</c>; <c>{baseUrl}</c> stands for it. Null: nothing is revoked there.</summary>
    public string? SelfHostedUrl { get; init; }

    /// <summary>The HTTP method; revoking may be repeated after a lost answer, whichever it is.</summary>
    public string Method { get; init; } = "POST";

    /// <summary><c>form</c>, <c>json</c> or <c>none</c>.</summary>
    public string Body { get; init; } = "form";

    /// <summary>Members of the body by name, such as <c>token</c> with <c>{accessToken}</c>; not used with the body <c>none</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>none</c>, <c>bearer</c> (the access token) or <c>basic</c> (the client).</summary>
    public string Authentication { get; init; } = "none";

    /// <summary>Revoking one token ends all that the account gave to the client, so only the last connection of an account may revoke.</summary>
    public bool EndsGrant { get; init; }

    /// <summary>The status that says that the token is gone already; null where the vendor confirms that too.</summary>
    public int? GoneStatus { get; init; }
}
