using Integrations.Connectors.Entities;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>
/// The events of one connected calendar between two moments, week after week: a vendor that fails in the middle loses what comes after,
/// and not what it gave. Each week is one search of at most <see cref="MostAWeek"/> events; all of them share the caller's deadline.
/// </summary>
public sealed class CalendarReader(SearchService search)
{
    internal const int MostAWeek = PageRequest.MaxLimit;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Each event once, by start.</summary>
    internal async Task<CalendarReading> ReadAsync(Caller caller, LinkSource source, CalendarRange range, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var types = source.Entities.Where(entity => entity.HasTime).Select(entity => entity.Name).ToList();
        var events = new Dictionary<string, ExternalEntity>(StringComparer.Ordinal);
        Failure? trouble = null;
        var (isCut, readTo) = (false, range.From);
        for (var from = range.From; from < range.To && trouble is null; from += Week)
        {
            var to = from + Week < range.To ? from + Week : range.To;
            var found = await SearchAsync(caller, source, new SearchRequest(Text: null, MostAWeek) { Start = from, End = to, EntityTypes = types }, deadline, cancellationToken);
            if (!found.TryGet(out var hits, out trouble))
            {
                break;
            }

            // An event over midnight of the week's end is told twice.
            foreach (var item in hits.Items.Where(item => item.Id.Length is > 0 and <= EntityLink.ExternalIdMaxLength))
            {
                events.TryAdd(item.Id, item);
            }

            (isCut, readTo, trouble) = (isCut || hits.HasMore, to, hits.Trouble);
        }

        return new CalendarReading([.. events.Values.OrderBy(item => item.Start).ThenBy(item => item.Id, StringComparer.Ordinal)], readTo, trouble, isCut);
    }

    private async Task<Result<SearchHits>> SearchAsync(Caller caller, LinkSource source, SearchRequest request, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            return await search.SearchAsync(caller, source.IntegrationId, request, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureKind.VendorUnavailable, "search.timeout", $"{source.Name} did not answer in time. Try a shorter range, or try again later.");
        }
    }
}
