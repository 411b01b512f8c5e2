namespace Integrations.Core.Widgets;

/// <summary>
/// An address that shows one widget of one integration to anyone who has it, without signing in. It reads and never acts; it
/// ends by itself and can be ended at any time. Of its secret part only the hash is kept (SECURITY T6).
/// </summary>
public sealed class WidgetLink
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 80;

    /// <summary>Of one widget.</summary>
    public const int MaxRows = 50;

    /// <summary>Pages' origins that may frame one widget.</summary>
    public const int MaxOrigins = 10;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The integration that it shows; deleted, the link shows nothing. Replaced by another, it shows that one.</summary>
    public Guid InstanceId { get; set; }

    /// <summary>Which of the three widgets it shows.</summary>
    public WidgetKind Kind { get; init; }

    /// <summary>For its administrators, and the name under which it reads; 1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret part, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Its last four characters, for people to tell links apart.</summary>
    public required string Hint { get; init; }

    /// <summary>The vendor's entity type of a data widget; null for the others.</summary>
    public string? Entity { get; init; }

    /// <summary>What is shown, in this order; at least one.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>At most this many rows, 1 to 50.</summary>
    public int Rows { get; init; }

    /// <summary>Exact origins whose pages may frame it, such as <c>https://intranet.example.org</c>; empty means none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The administrator who made it, as they were called then; at most 320 characters.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>In UTC; at most <see cref="WidgetLinkService.MaxLifetime"/> after it was made.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Exact to the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When an administrator ended it before its time; null otherwise.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
