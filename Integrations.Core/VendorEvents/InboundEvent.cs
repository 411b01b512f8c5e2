using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Core.Jobs;

namespace Integrations.Core.VendorEvents;

/// <summary>A genuine delivery of a vendor, stored before it is answered; its body is not kept, only what it says changed.</summary>
public sealed class InboundEvent : ILeased
{
    /// <summary>In characters; <see cref="KeptId"/> shortens what is longer.</summary>
    public const int DeliveryIdMaxLength = 300;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The integration that it came to.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Whose subscription told it, so that only that connection asks the vendor; null for deliveries to the integration's own address.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>The vendor's id; unique per integration.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>In the vendor's words.</summary>
    public required string EventType { get; init; }

    /// <summary>What changed; empty means "ask to find out".</summary>
    public IReadOnlyList<TouchedEntity> Touched { get; init; } = [];

    /// <summary>When the request came, in UTC; retention counts from here.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it had its effect, or was given up; null while it waits.</summary>
    public DateTimeOffset? ProcessedAt { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Tries begun so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Why the last attempt failed; stays on those that were given up.</summary>
    public string? LastError { get; set; }

    /// <summary>W3C trace context of the vendor's request (RELIABILITY O4).</summary>
    public string? TraceParent { get; init; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }

    /// <summary>A vendor's id as it is kept: one that is too long stands for itself by its SHA-256.</summary>
    public static string KeptId(string deliveryId) =>
        deliveryId.Length <= DeliveryIdMaxLength ? deliveryId : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(deliveryId)));
}
