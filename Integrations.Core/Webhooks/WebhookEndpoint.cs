using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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

public enum DeliveryStatus
{
    /// <summary>Waits for its time, or is on its way.</summary>
    Pending,
    Succeeded,

    /// <summary>Given up; it can be replayed (RELIABILITY R7).</summary>
    Dead,
}

/// <summary>One event on its way to one endpoint.</summary>
public sealed class WebhookDelivery
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid EventId { get; init; }

    public Guid EndpointId { get; init; }

    public required string EventType { get; init; }

    public DeliveryStatus Status { get; set; }

    /// <summary>
    /// When it is to be tried; while it is claimed, when its lease ends; null once it is finished, so that the past does
    /// not slow the search for what is due.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Fresh for each claim: every later write is fenced by it (RELIABILITY L2).</summary>
    public Guid? ClaimId { get; set; }

    public int Attempts { get; set; }

    /// <summary>Leases lost in a row; the third makes it a dead letter (RELIABILITY L3).</summary>
    public int LeaseLosses { get; set; }

    /// <summary>The body that the first attempt sent, byte for byte; null before the first.</summary>
    public string? SentBody { get; set; }

    /// <summary>W3C trace context of the request that replayed it last; the event's own is with the event (RELIABILITY O4).</summary>
    public string? ReplayTraceParent { get; set; }

    public int? LastStatusCode { get; set; }

    public string? LastError { get; set; }

    public int? LastDurationMs { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Ends it; the claim ends too.</summary>
    internal void Finish(DeliveryStatus status, string? error, DateTimeOffset now)
    {
        (Status, DueAt, ClaimId, CompletedAt) = (status, null, null, now);
        LastError = Primitives.Text.Cut(error, 500) ?? (status == DeliveryStatus.Succeeded ? null : LastError);
    }
}

/// <summary>One try of a delivery.</summary>
public sealed class WebhookAttempt
{
    /// <summary>What is kept of a receiver's answer (SECURITY I11).</summary>
    public const int BodyMaxLength = 16 * 1024;

    public Guid Id { get; init; }

    public Guid DeliveryId { get; init; }

    public int Number { get; init; }

    public DateTimeOffset At { get; init; }

    public int DurationMs { get; init; }

    /// <summary>Null when no answer came.</summary>
    public int? StatusCode { get; init; }

    public string? Error { get; init; }

    /// <summary>JSON object of the headers that were sent; values that a person typed are hidden. Null when nothing was sent.</summary>
    public string? RequestHeaders { get; init; }

    /// <summary>The body that was sent, where it is another than the delivery's <see cref="WebhookDelivery.SentBody"/>, as after a rotated secret.</summary>
    public string? RequestBody { get; init; }

    public string? ResponseBody { get; init; }
}

internal sealed class WebhookEndpointMapping : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("WebhookEndpoints");
        endpoint.Property(e => e.Id).ValueGeneratedNever();
        endpoint.Property(e => e.Name).HasMaxLength(WebhookEndpoint.NameMaxLength);
        endpoint.Property(e => e.Url).HasMaxLength(2_000);
        endpoint.Property(e => e.Events).AsJson();
        endpoint.Property(e => e.SecretHint).HasMaxLength(20);
        endpoint.Property(e => e.DisabledReason).HasMaxLength(500);
        endpoint.HasOne<Organization>().WithMany().HasForeignKey(e => e.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        endpoint.HasIndex(e => new { e.OrganizationId, e.Name }).IsUnique();
    }
}

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("WebhookDeliveries");
        delivery.Property(d => d.Id).ValueGeneratedNever();
        delivery.Property(d => d.EventType).HasMaxLength(60);
        delivery.Property(d => d.Status).HasConversion<string>().HasMaxLength(20);
        delivery.Property(d => d.LastError).HasMaxLength(500);
        delivery.Property(d => d.ReplayTraceParent).HasMaxLength(80);
        delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
        // An event is delivered once per endpoint, however often the fan-out runs (RELIABILITY I3).
        delivery.HasIndex(d => new { d.EventId, d.EndpointId }).IsUnique();
        // What is due per endpoint is found without looking at what is finished.
        delivery.HasIndex(d => new { d.EndpointId, d.DueAt });
        delivery.HasIndex(d => new { d.OrganizationId, d.CreatedAt, d.Id });
        delivery.HasIndex(d => new { d.EndpointId, d.CreatedAt, d.Id });
    }
}

internal sealed class WebhookAttemptMapping : IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookAttempt> attempt)
    {
        attempt.ToTable("WebhookAttempts");
        attempt.Property(a => a.Id).ValueGeneratedNever();
        attempt.Property(a => a.Error).HasMaxLength(500);
        attempt.Property(a => a.ResponseBody).HasMaxLength(WebhookAttempt.BodyMaxLength);
        attempt.HasOne<WebhookDelivery>().WithMany().HasForeignKey(a => a.DeliveryId).OnDelete(DeleteBehavior.Cascade);
        attempt.HasIndex(a => new { a.DeliveryId, a.Number });
    }
}
