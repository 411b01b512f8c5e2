using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Core.Storage;

namespace Integrations.Core.Connections;

/// <summary>
/// Credentials plus their state: one per organization-level integration, one per user where the integration is
/// user-scoped. Carries all of 004's model.
/// </summary>
public sealed class Connection : IVersioned, IIndexed
{
    /// <summary>This many failures in a row turn the status to error (004).</summary>
    public const int ErrorThreshold = 5;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    public required string ProviderKey { get; init; }

    /// <summary>Whose it is on a user-scoped or user-level integration; null for the organization's own.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What the unique index compares: one living connection per instance and user.</summary>
    public string OwnerKey { get; private set; } = "";

    public ConnectionStatus Status { get; set; }

    /// <summary>One of <see cref="AuthKinds"/>.</summary>
    public required string AuthKind { get; set; }

    /// <summary>Protected credential; null once disconnected (SECURITY O12).</summary>
    public string? Ciphertext { get; set; }

    /// <summary>Grows with every change of the credential by a person; part of <see cref="SecretName"/>.</summary>
    public int CredentialVersion { get; set; }

    /// <summary>Grows with every refresh: fences concurrent refreshes (RELIABILITY F2).</summary>
    public int TokenVersion { get; set; }

    /// <summary>Hosts that the credential may be sent to, fixed when it was saved (SECURITY T10).</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>What was typed besides secrets (site, base URL), and facts of the account (cloud id).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A fingerprint or last characters of the secret, for people to tell credentials apart (T5).</summary>
    public string? SecretHint { get; set; }

    public string? DisplayName { get; set; }

    public string? AccountId { get; set; }

    public string? AccountUsername { get; set; }

    public string? AccountEmail { get; set; }

    public string? AccountAvatarUrl { get; set; }

    public string? AccountName { get; set; }

    public string? AccountWorkspace { get; set; }

    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>When the access token or key ends; null when unknown or never, see <see cref="Expiry"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public ExpiryKnowledge Expiry { get; set; }

    /// <summary>A refresh token is held.</summary>
    public bool IsRefreshable { get; set; }

    public string? LastError { get; set; }

    public string? LastErrorCode { get; set; }

    /// <summary>Consecutive errors; a success resets it.</summary>
    public int ErrorCount { get; set; }

    public DateTimeOffset ConnectedAt { get; set; }

    public Guid? ConnectedBy { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? LastValidatedAt { get; set; }

    public DateTimeOffset? DisconnectedAt { get; set; }

    /// <summary>The node that is refreshing, and until when no one else may (RELIABILITY F2).</summary>
    public string? RefreshLeaseBy { get; set; }

    public DateTimeOffset? RefreshLeaseUntil { get; set; }

    /// <summary>Transient refresh failures so far, and when to try again (RELIABILITY R11).</summary>
    public int RefreshFailures { get; set; }

    public DateTimeOffset? RefreshRetryAt { get; set; }

    /// <summary>When the token is renewed ahead of its end, in the background (RELIABILITY F1); null where nothing can be renewed.</summary>
    public DateTimeOffset? RefreshAt { get; set; }

    /// <summary>When a refresh was sent whose answer never came: the vendor may have changed the token without our knowing (RELIABILITY F6).</summary>
    public DateTimeOffset? RefreshUnknownAt { get; set; }

    /// <summary>Which notice of its end was given last: days before it; null while none was.</summary>
    public int? ExpiryNoticeDays { get; set; }

    /// <summary>What people were told of last and may still hold: days of an expiry notice, or -1 for a broken connection; null while nothing was wrong.</summary>
    public int? ToldOf { get; set; }

    /// <summary>When people were last told of it: once a day at most.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>When the next scheduled check is due; null until one is planned.</summary>
    public DateTimeOffset? CheckAt { get; set; }

    public JsonObject Settings { get; set; } = [];

    public JsonObject Metadata { get; set; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }

    public bool IsConnected => DisconnectedAt is null && Status == ConnectionStatus.Active;

    /// <summary>The vault's name for the stored secret (001's <c>credentialSecretName</c>).</summary>
    public string SecretName => $"organizations/{OrganizationId}/integrations/{InstanceId}/v{CredentialVersion}";

    public void Index() => OwnerKey = DisconnectedAt is null ? $"{UserId:N}" : $"gone:{Id:N}";
}
