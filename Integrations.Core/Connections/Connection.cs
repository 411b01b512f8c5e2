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

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The integration that it serves; it may have many connections, one a user, where it is user-scoped.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>As the integration's, copied for queries; at most 60 characters.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>Whose it is on a user-scoped or user-level integration; null for the organization's own.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What the unique index compares: one living connection per instance and user.</summary>
    public string OwnerKey { get; private set; } = "";

    /// <summary>Whether calls are made with it at all: only active ones are opened, others say what to do in <see cref="LastError"/>.</summary>
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

    /// <summary>What its person called it, at most 120 characters; null for none. 004's <c>displayName</c>.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The vendor's id of the account, by which another account is noticed (SECURITY O10); null where the vendor tells none. At most 300 characters.</summary>
    public string? AccountId { get; set; }

    /// <summary>The account's handle at the vendor, at most 300 characters; null where it has none.</summary>
    public string? AccountUsername { get; set; }

    /// <summary>As the vendor says, which need not have verified it; at most 320 characters, null where it tells none.</summary>
    public string? AccountEmail { get; set; }

    /// <summary>The account's picture, at most 2,000 characters; null for none.</summary>
    public string? AccountAvatarUrl { get; set; }

    /// <summary>What the vendor calls the account's person, at most 300 characters; null for none.</summary>
    public string? AccountName { get; set; }

    /// <summary>Which of several places at the vendor it opens, such as a Slack workspace; at most 300 characters, null where there is one only.</summary>
    public string? AccountWorkspace { get; set; }

    /// <summary>What the vendor granted, in its spelling; empty where it does not say.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>When the access token or key ends; null when unknown or never, see <see cref="Expiry"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Whether a null <see cref="ExpiresAt"/> means never, or not known.</summary>
    public ExpiryKnowledge Expiry { get; set; }

    /// <summary>A refresh token is held.</summary>
    public bool IsRefreshable { get; set; }

    /// <summary>What went wrong last and what to do, in words, at most 1,000 characters; null while all is well.</summary>
    public string? LastError { get; set; }

    /// <summary>Its stable code, such as <c>vendor.unauthorized</c>; null with <see cref="LastError"/>.</summary>
    public string? LastErrorCode { get; set; }

    /// <summary>Consecutive errors; a success resets it.</summary>
    public int ErrorCount { get; set; }

    /// <summary>When a person last gave it a credential, in UTC; refreshes do not count.</summary>
    public DateTimeOffset ConnectedAt { get; set; }

    /// <summary>Who did that; null where a key of the organization, a link's visitor or a program did.</summary>
    public Guid? ConnectedBy { get; set; }

    /// <summary>When its vendor was last called with it; uneventful calls write it at most once a minute. Null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was last tested and passed; null before.</summary>
    public DateTimeOffset? LastValidatedAt { get; set; }

    /// <summary>When it was ended here. Its row stays for the history, without credential; null while it lives.</summary>
    public DateTimeOffset? DisconnectedAt { get; set; }

    /// <summary>The node that is refreshing, and until when no one else may (RELIABILITY F2).</summary>
    public string? RefreshLeaseBy { get; set; }

    /// <summary>After this moment the lease is void: the node that held it has died.</summary>
    public DateTimeOffset? RefreshLeaseUntil { get; set; }

    /// <summary>Transient refresh failures so far, and when to try again (RELIABILITY R11).</summary>
    public int RefreshFailures { get; set; }

    /// <summary>The refresh waits until then; null where none failed, or where trying again is of no use.</summary>
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

    /// <summary>004's settings of a user's connection: kept and given back, never interpreted, never secret.</summary>
    public JsonObject Settings { get; set; } = [];

    /// <summary>004's metadata: kept and given back, never interpreted.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>When this row came to be, in UTC; a new credential keeps it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>It can be called with now; the vendor may still refuse it.</summary>
    public bool IsConnected => DisconnectedAt is null && Status == ConnectionStatus.Active;

    /// <summary>The vault's name for the stored secret (001's <c>credentialSecretName</c>).</summary>
    public string SecretName => $"organizations/{OrganizationId}/integrations/{InstanceId}/v{CredentialVersion}";

    /// <inheritdoc/>
    public void Index() => OwnerKey = DisconnectedAt is null ? OwnerKeyOf(UserId) : $"gone:{Id:N}";

    /// <summary>The <see cref="OwnerKey"/> of a living connection; empty for the organization's.</summary>
    internal static string OwnerKeyOf(Guid? userId) => $"{userId:N}";
}
