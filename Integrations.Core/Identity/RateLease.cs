namespace Integrations.Core.Identity;

/// <summary>
/// What all nodes together took of one caller's limit lately, or of a vendor's budget (<see cref="Connections.SharedBudgets"/>, which writes
/// <see cref="Leases"/> its own way). PostgreSQL only; a single process counts in memory.
/// </summary>
public sealed class RateLease
{
    /// <summary>In characters.</summary>
    public const int KeyMaxLength = 120;

    /// <summary>Whose limit it is, and which.</summary>
    public required string Key { get; init; }

    /// <summary>Each lease in one number: milliseconds since 1970, then twelve bits of permits.</summary>
    public long[] Leases { get; set; } = [];

    /// <summary>What the last statement gave.</summary>
    public int Granted { get; set; }

    /// <summary>When nothing in it counts any more.</summary>
    public DateTimeOffset EndsAt { get; set; }
}
