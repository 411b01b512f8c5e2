using Integrations.Core.Events;
using Integrations.Core.Storage;

namespace Integrations.Core.Webhooks;

/// <summary>A receiver of an organization's events, with what the dispatcher remembers of it.</summary>
public sealed class WebhookEndpoint : IVersioned
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 80;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>For people; 1 to 80 characters.</summary>
    public required string Name { get; set; }

    /// <summary>An address that the egress rules allow, at most 2,000 characters; checked when it is saved and again with each connection (SECURITY I6).</summary>
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

    /// <summary>Whether deliveries are made for it; events while it is off are not sent later.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Why it is switched off, where the hub did it; null elsewhere.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>The first failure since the last success; a column, because a cache forgets (RELIABILITY R6).</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Failures in a row; a success makes it 0.</summary>
    public int FailuresSinceSuccess { get; set; }

    /// <summary>The owner was told at half time.</summary>
    public DateTimeOffset? WarnedAt { get; set; }

    /// <summary>When it last answered 2xx; null before.</summary>
    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>Nothing is sent before this; then one probe (RELIABILITY R5).</summary>
    public DateTimeOffset? BreakerOpenUntil { get; set; }

    /// <summary>How often the breaker opened in a row; decides how long.</summary>
    public int BreakerOpenings { get; set; }

    /// <summary>When the breaker's count began; null before the first attempt.</summary>
    public DateTimeOffset? WindowStartedAt { get; set; }

    /// <summary>Attempts in the breaker's window.</summary>
    public int WindowAttempts { get; set; }

    /// <summary>Failures in the breaker's window.</summary>
    public int WindowFailures { get; set; }

    /// <summary>When work was last taken for it: the dispatcher serves the one that waited longest first (RELIABILITY L4).</summary>
    public DateTimeOffset? LastClaimedAt { get; set; }

    /// <summary>The administrator who added it; null where a key or a program did.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
