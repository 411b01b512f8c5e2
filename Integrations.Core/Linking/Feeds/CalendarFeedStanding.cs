namespace Integrations.Core.Linking.Feeds;

/// <summary>What a person sees of their secret address once it was shown.</summary>
/// <param name="CreatedAt">Null where there is none.</param>
/// <param name="LastReadAt">Exact to the hour; null while no calendar has read it.</param>
public sealed record CalendarFeedStanding(DateTimeOffset? CreatedAt, DateTimeOffset? LastReadAt)
{
    /// <summary>No address, or it was removed.</summary>
    public static CalendarFeedStanding None { get; } = new(null, null);

    /// <summary>There is an address that calendars can read.</summary>
    public bool IsMade => CreatedAt is not null;
}
