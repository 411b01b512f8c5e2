using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;

namespace Integrations.Core.Connections;

/// <summary>A connection as its readers see it.</summary>
public sealed record ConnectionView(Guid Id, Guid InstanceId, Guid? UserId, ConnectionStatus Status, string AuthKind)
{
    /// <summary>What its person called it; null for none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The vendor's id of the account; null where it tells none.</summary>
    public string? AccountId { get; init; }

    /// <summary>The account's handle at the vendor; null where it has none.</summary>
    public string? AccountUsername { get; init; }

    /// <summary>As the vendor says, which need not have verified it; null where it tells none.</summary>
    public string? AccountEmail { get; init; }

    /// <summary>The account's picture; null for none.</summary>
    public string? AccountAvatarUrl { get; init; }

    /// <summary>What the vendor calls the account's person; null for none.</summary>
    public string? AccountName { get; init; }

    /// <summary>Which of several places at the vendor it opens, such as a Slack workspace; null where there is one only.</summary>
    public string? AccountWorkspace { get; init; }

    /// <summary>What a person would call the account.</summary>
    public string? Account => AccountName ?? AccountEmail ?? AccountUsername ?? DisplayName ?? AccountId;

    /// <summary>What the vendor granted, in its spelling; empty where it does not say.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What the person was asked for and did not grant, with what will not work; empty where the vendor does not say what it granted.</summary>
    public IReadOnlyList<OAuthScope> MissingScopes { get; init; } = [];

    /// <summary>What was not asked for, because the integration is not for it; empty where the vendor does not say what it granted.</summary>
    public IReadOnlyList<OAuthScope> UnaskedScopes { get; init; } = [];

    /// <summary>When the access token or key ends, in UTC; null when unknown or never, see <see cref="Expiry"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether a null <see cref="ExpiresAt"/> means never, or not known.</summary>
    public ExpiryKnowledge Expiry { get; init; }

    /// <summary>The hub renews it by itself.</summary>
    public bool RenewsItself { get; init; }

    /// <summary>What went wrong last and what to do, in words; null while all is well.</summary>
    public string? LastError { get; init; }

    /// <summary>The stable code of that; null while all is well.</summary>
    public string? LastErrorCode { get; init; }

    /// <summary>Errors in a row; a success makes it 0, and <see cref="Connection.ErrorThreshold"/> turn the status to error.</summary>
    public int ErrorCount { get; init; }

    /// <summary>When a person last gave it a credential, in UTC.</summary>
    public DateTimeOffset ConnectedAt { get; init; }

    /// <summary>When its vendor was last called with it, exact to a minute or so; null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was last tested and passed; null before.</summary>
    public DateTimeOffset? LastValidatedAt { get; init; }

    /// <summary>001's <c>credentialSecretName</c>.</summary>
    public required string SecretName { get; init; }

    /// <summary>A fingerprint, or the secret's last characters, for people to tell credentials apart; null where there is none.</summary>
    public string? SecretHint { get; init; }

    /// <summary>What was typed besides secrets: site, base URL.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When anything of it last changed, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <param name="c">The row.</param>
    /// <param name="provider">Its provider, which knows what was asked for; null where that does not matter.</param>
    /// <param name="purposes">What its integration is for; null for every use.</param>
    public static ConnectionView Of(Connection c, CatalogEntry? provider = null, IReadOnlyList<string>? purposes = null) => Of(c, NotGranted(c, provider).ToLookup(scope => purposes is null || scope.IsAskedFor(purposes)));

    /// <param name="c">The row.</param>
    /// <param name="notGranted">The scopes that it does not have, by whether they were asked for.</param>
    private static ConnectionView Of(Connection c, ILookup<bool, OAuthScope> notGranted) => new(c.Id, c.InstanceId, c.UserId, c.Status, c.AuthKind)
    {
        DisplayName = c.DisplayName,
        AccountId = c.AccountId,
        AccountUsername = c.AccountUsername,
        AccountEmail = c.AccountEmail,
        AccountAvatarUrl = c.AccountAvatarUrl,
        AccountName = c.AccountName,
        AccountWorkspace = c.AccountWorkspace,
        Scopes = c.Scopes,
        MissingScopes = [.. notGranted[true]],
        UnaskedScopes = [.. notGranted[false]],
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

    /// <summary>The scopes that a use needs and the vendor did not grant; empty where nothing is missing, or nothing is known of it.</summary>
    /// <param name="purpose">In the words of <see cref="Purposes"/>.</param>
    public IReadOnlyList<OAuthScope> MissingFor(string purpose) =>
        [.. MissingScopes.Concat(UnaskedScopes).Where(scope => !scope.IsAlwaysAsked && scope.IsAskedFor([purpose]))];

    private static IReadOnlyList<OAuthScope> NotGranted(Connection c, CatalogEntry? provider) =>
        c is { AuthKind: AuthKinds.OAuth2, Scopes.Count: > 0 } && provider?.Connector?.Manifest.Method(AuthKinds.OAuth2)?.OAuth is { } asked
            ? [.. asked.Scopes.Where(s => !s.NeverListed && !c.Scopes.Contains(s.Name, StringComparer.OrdinalIgnoreCase))]
            : [];
}
