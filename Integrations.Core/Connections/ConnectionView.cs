using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;

namespace Integrations.Core.Connections;

/// <summary>A connection as its readers see it.</summary>
public sealed record ConnectionView(Guid Id, Guid InstanceId, Guid? UserId, ConnectionStatus Status, string AuthKind)
{
    public string? DisplayName { get; init; }

    public string? AccountId { get; init; }

    public string? AccountUsername { get; init; }

    public string? AccountEmail { get; init; }

    public string? AccountAvatarUrl { get; init; }

    public string? AccountName { get; init; }

    public string? AccountWorkspace { get; init; }

    /// <summary>What a person would call the account.</summary>
    public string? Account => AccountName ?? AccountEmail ?? AccountUsername ?? DisplayName ?? AccountId;

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What the person was asked for and did not grant, with what will not work; empty where the vendor does not say what it granted.</summary>
    public IReadOnlyList<OAuthScope> MissingScopes { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    public ExpiryKnowledge Expiry { get; init; }

    /// <summary>The hub renews it by itself.</summary>
    public bool RenewsItself { get; init; }

    public string? LastError { get; init; }

    public string? LastErrorCode { get; init; }

    public int ErrorCount { get; init; }

    public DateTimeOffset ConnectedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? LastValidatedAt { get; init; }

    /// <summary>001's <c>credentialSecretName</c>.</summary>
    public required string SecretName { get; init; }

    public string? SecretHint { get; init; }

    /// <summary>What was typed besides secrets: site, base URL.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public DateTimeOffset UpdatedAt { get; init; }

    /// <param name="c">The row.</param>
    /// <param name="provider">Its provider, which knows what was asked for; null where that does not matter.</param>
    public static ConnectionView Of(Connection c, CatalogEntry? provider = null) => new(c.Id, c.InstanceId, c.UserId, c.Status, c.AuthKind)
    {
        DisplayName = c.DisplayName,
        AccountId = c.AccountId,
        AccountUsername = c.AccountUsername,
        AccountEmail = c.AccountEmail,
        AccountAvatarUrl = c.AccountAvatarUrl,
        AccountName = c.AccountName,
        AccountWorkspace = c.AccountWorkspace,
        Scopes = c.Scopes,
        MissingScopes = Missing(c, provider),
        ExpiresAt = c.ExpiresAt,
        Expiry = c.Expiry,
        RenewsItself = c.IsRefreshable,
        LastError = c.LastError,
        LastErrorCode = c.LastErrorCode,
        ErrorCount = c.ErrorCount,
        ConnectedAt = c.ConnectedAt,
        LastUsedAt = c.LastUsedAt,
        LastValidatedAt = c.LastValidatedAt,
        SecretName = c.SecretName,
        SecretHint = c.SecretHint,
        Facts = c.Facts,
        UpdatedAt = c.UpdatedAt,
    };

    private static IReadOnlyList<OAuthScope> Missing(Connection c, CatalogEntry? provider) =>
        c is { AuthKind: AuthKinds.OAuth2, Scopes.Count: > 0 } && provider?.Connector?.Manifest.Method(AuthKinds.OAuth2)?.OAuth is { } asked
            ? [.. asked.Scopes.Where(s => !s.NeverListed && !c.Scopes.Contains(s.Name, StringComparer.OrdinalIgnoreCase))]
            : [];
}
