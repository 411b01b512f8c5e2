namespace Integrations.Core.Demo;

/// <summary>A meeting around the day of seeding.</summary>
/// <param name="Day">Finds the day; given the day of seeding.</param>
/// <param name="Start">Time of day, UTC.</param>
/// <param name="People">First names; empty for everyone.</param>
internal sealed record DemoMeeting(string Title, Func<DateOnly, DateOnly> Day, TimeOnly Start, int Minutes, params string[] People)
{
    public string? Notes { get; init; }

    public string? Location { get; init; }

    public DateTimeOffset StartsAt(DateOnly seeding) => new(Day(seeding).ToDateTime(Start), TimeSpan.Zero);
}
