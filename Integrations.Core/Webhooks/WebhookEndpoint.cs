using Integrations.Core.Events;
using Integrations.Core.Storage;

namespace Integrations.Core.Webhooks;

/// <summary>A receiver of an organization's events, with what the dispatcher remembers of it.</summary>
public sealed class WebhookEndpoint : IVersioned
{
    public const int NameMaxLength = 80;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string Name { get; set; }

    public required string Url { get; set; }

    /// <summary>Names of <see cref="EventTypes"/>.</summary>
    public IReadOnlyList<string> Events { get; set; } = [];

    /// <summary>Protected JSON object of caller-set headers; null for none.</summary>
    public string? HeadersCiphertext { get; set; }

    /// <summary>Protected; signs every attempt.</summary>
    public required string SecretCiphertext { get; set; }

    /// <summary>Protected JSON list of former secrets and until when they co-sign (SECURITY W4).</summary>
    public string? FormerSecretsCiphertext { get; set; }

    /// <summary>The last characters, for people to tell secrets apart.</summary>
    public required string SecretHint { get; set; }

    /// <summary>A caller-given secret of less than 24 bytes (SECURITY W3).</summary>
    public bool IsSecretWeak { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>Why it is switched off, where the hub did it; null elsewhere.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>The first failure since the last success; a column, because a cache forgets (RELIABILITY R6).</summary>
    public DateTimeOffset? FailingSince { get; set; }

    public int FailuresSinceSuccess { get; set; }

    /// <summary>The owner was told at half time.</summary>
    public DateTimeOffset? WarnedAt { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>Nothing is sent before this; then one probe (RELIABILITY R5).</summary>
    public DateTimeOffset? BreakerOpenUntil { get; set; }

    /// <summary>How often the breaker opened in a row; decides how long.</summary>
    public int BreakerOpenings { get; set; }

    public DateTimeOffset? WindowStartedAt { get; set; }

    public int WindowAttempts { get; set; }

    public int WindowFailures { get; set; }

    /// <summary>When work was last taken for it: the dispatcher serves the one that waited longest first (RELIABILITY L4).</summary>
    public DateTimeOffset? LastClaimedAt { get; set; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}
