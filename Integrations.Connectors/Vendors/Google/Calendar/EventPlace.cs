namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>How far a calendar was read: items already given of the page behind a token.</summary>
/// <param name="Token">Google's page token; null for the first page.</param>
internal sealed record EventPlace(string Calendar, string? Token, int Skip, bool IsDone)
{
    public static EventPlace StartOf(string calendar) => new(calendar, null, 0, IsDone: false);
}
