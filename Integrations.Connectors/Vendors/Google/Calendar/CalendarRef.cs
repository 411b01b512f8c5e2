namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>A calendar as calls name it.</summary>
/// <param name="Id"><c>primary</c> for the account's own.</param>
/// <param name="RealId">Google's id, also for the account's own; null where it was not read.</param>
internal sealed record CalendarRef(string Id, string? RealId, string? Name)
{
    public static CalendarRef OwnCalendar { get; } = new(EventMapping.Primary, null, null);

    public static CalendarRef From(CalendarListEntry entry) =>
        new(entry.Primary == true ? EventMapping.Primary : entry.Id!, entry.Id, entry.Name);

    public static CalendarRef Named(string calendarId) => calendarId == EventMapping.Primary ? OwnCalendar : new(calendarId, calendarId, null);
}
