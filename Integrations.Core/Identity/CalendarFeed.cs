namespace Integrations.Core.Identity;

/// <summary>
/// A person's secret address under which calendars read their meetings: at most one a person. Of the secret only the hash is kept
/// (SECURITY T6); it does not expire, because a calendar that is subscribed to has no one who would renew it. It ends with what else
/// opens an account (SECURITY X1), and with the person.
/// </summary>
public sealed class CalendarFeed
{
    /// <summary>The row's key: a person has one feed at most.</summary>
    public Guid UserId { get; init; }

    /// <summary>SHA-256 of the secret, hex.</summary>
    public required string Hash { get; set; }

    /// <summary>When the address now in force was made, in UTC; renewing it makes it anew.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Exact to the hour; null while no calendar has read it.</summary>
    public DateTimeOffset? LastReadAt { get; set; }
}
