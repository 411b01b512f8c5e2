namespace Integrations.Connectors.Contracts;

/// <summary>Whose credential it is, in the vendor's words.</summary>
/// <param name="Id">Stable and unique at the vendor; a reconnect must give the same (SECURITY O10).</param>
/// <param name="Name">For people.</param>
public sealed record VendorAccount(string Id, string? Name)
{
    /// <summary>False where the vendor names no one: then a reconnect may always be another account, and a person is asked (SECURITY O10).</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>The account's handle, such as GitHub's login; null where the vendor has none. The hub keeps 300 characters.</summary>
    public string? Username { get; init; }

    /// <summary>As the vendor says, which need not have verified it; null where it tells none. The hub keeps 320 characters.</summary>
    public string? Email { get; init; }

    /// <summary>The account's picture, for pages; null where there is none. Longer than 2,000 characters is not kept.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>Site, team, tenant or account name, where the vendor has one.</summary>
    public string? Workspace { get; init; }

    /// <summary>Scopes that the vendor says the credential has; null where it does not tell.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When the credential itself ends, where the vendor tells (GitHub sends it with tokens).</summary>
    public DateTimeOffset? CredentialExpiresAt { get; init; }

    /// <summary>Facts that later calls need, such as Jira's cloud id; kept with the connection, not secret.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
