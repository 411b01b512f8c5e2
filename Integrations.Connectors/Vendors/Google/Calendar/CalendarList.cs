using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>The calendars that an account shows: all pages of them, its own first.</summary>
internal static class CalendarList
{
    // 2,500 at the most; a token that leads in a circle has to end.
    private const int PagesMax = 10;

    public static async Task<Result<IReadOnlyList<CalendarListEntry>>> ReadAsync(GoogleApi api, CancellationToken cancellationToken)
    {
        var found = new List<CalendarListEntry>();
        string? token = null;
        for (var pages = 0; pages < PagesMax && (pages == 0 || token is not null); pages++)
        {
            var read = await api.RunAsync(new ListCalendars(api) { PageToken = token }, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            found.AddRange((page.Items ?? []).OfType<CalendarListEntry>().Where(entry => !string.IsNullOrEmpty(entry.Id)));
            token = string.IsNullOrEmpty(page.NextPageToken) || page.NextPageToken == token ? null : page.NextPageToken;
        }

        return Result<IReadOnlyList<CalendarListEntry>>.Success([.. found.DistinctBy(entry => entry.Id, StringComparer.Ordinal).OrderByDescending(entry => entry.Primary == true)]);
    }
}
