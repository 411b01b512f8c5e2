namespace Integrations.Core.Widgets;

/// <summary>
/// An address that shows one widget of one integration to anyone who has it, without signing in. It reads and never acts; it
/// ends by itself and can be ended at any time. Of its secret part only the hash is kept (SECURITY T6).
/// </summary>
public sealed class WidgetLink
{
    public const int NameMaxLength = 80;
    public const int MaxRows = 50;
    public const int MaxOrigins = 10;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    public WidgetKind Kind { get; init; }

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

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Exact to the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
