using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>From one moment up to another, at most 35 days: each week is a call of the vendor.</summary>
public sealed record CalendarRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Days of one range; a longer one gives <c>validation</c>.</summary>
    public const int MostDays = 35;

    internal Failure? Validate() =>
        To <= From ? Failure.InvalidField("to", "The last day must not be before the first.")
        // A day more, for a change of clocks.
        : To - From > TimeSpan.FromDays(MostDays + 1) ? Failure.InvalidField("to", $"Choose at most {MostDays} days.")
        : null;
}
