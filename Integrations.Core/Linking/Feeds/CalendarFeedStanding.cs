namespace Integrations.Core.Linking.Feeds;

/// <summary>What a person sees of their secret address once it was shown.</summary>
/// <param name="CreatedAt">Null where there is none.</param>
/// <param name="LastReadAt">Exact to the hour; null while no calendar has read it.</param>
public sealed record CalendarFeedStanding(DateTimeOffset? CreatedAt, DateTimeOffset? LastReadAt)
{
    public static CalendarFeedStanding None { get; } = new(null, null);

    public bool IsMade => CreatedAt is not null;
}
