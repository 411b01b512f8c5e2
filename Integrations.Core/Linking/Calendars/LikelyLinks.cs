using System.Collections.Concurrent;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking.Calendars;

/// <summary>Finds the likely event of each meeting of some days that has no link, and links those that a person chose.</summary>
public sealed class LikelyLinks(IDbContextFactory<IntegrationsDbContext> contexts, CalendarSources calendarSources, CalendarReader reader, LinkService linking, TimeProvider clock)
{
    /// <summary>Meetings of one search, and links of one act.</summary>
    public const int Most = 100;

    /// <summary>For all calendars together.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Calendars that are asked side by side.</summary>
    internal const int AtOnce = 3;

    private const int MostCalendars = 10;

    // A meeting that was moved by an hour or two is still itself.
    private static readonly TimeSpan Around = TimeSpan.FromHours(2);

    /// <summary>The likeliest event of each meeting that has no link which the caller may see.</summary>
    /// <returns>What was found, with the calendars that did not answer; or <c>validation</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<LikelyMatches>> FindAsync(Caller caller, CalendarRange range, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeLinks) ?? range.Validate()) is { } refused)
        {
            return refused;
        }

        var meetings = await UnlinkedAsync(caller, range, cancellationToken);
        if (!(await calendarSources.ListAsync(caller, cancellationToken)).TryGet(out var all, out var failure))
        {
            return failure;
        }

        IReadOnlyList<LinkSource> calendars = [.. all.Take(MostCalendars)];
        if (meetings.Count == 0 || calendars.Count == 0)
        {
            return new LikelyMatches([], meetings.Count, calendars.Count, []);
        }

        var (events, troubles) = (new ConcurrentBag<(LinkSource Source, ExternalEntity Event)>(), new ConcurrentBag<CalendarTrouble>());
        var searched = Searched(range, meetings);
        using var deadline = new CancellationTokenSource(Deadline, clock);
        await Parallel.ForEachAsync(
            calendars,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (calendar, ct) =>
            {
                var reading = await reader.ReadAsync(caller, calendar, searched, deadline.Token, ct);
                foreach (var found in reading.Events)
                {
                    events.Add((calendar, found));
                }

                if (reading.Trouble is { } trouble)
                {
                    troubles.Add(new CalendarTrouble(calendar.Name, trouble));
                }
            });
        var free = await WithoutLinkedAsync(caller, [.. events], cancellationToken);
        return new LikelyMatches(Pair(meetings, free), meetings.Count, calendars.Count, [.. troubles.OrderBy(trouble => trouble.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Links each of them; one that fails does not keep the others from it.</summary>
    /// <param name="caller">Whose links they become.</param>
    /// <param name="chosen">Out of what was found, at most <see cref="Most"/>.</param>
    /// <param name="cancellationToken">Ends the work between two links.</param>
    /// <returns>Those that could not be linked, and why; or <c>validation</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<IReadOnlyList<CalendarTrouble>>> LinkAsync(Caller caller, IReadOnlyList<LikelyMatch> chosen, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeLinks) is { } refused)
        {
            return refused;
        }

        if (chosen.Count is 0 or > Most)
        {
            return Failure.InvalidField("matches", $"Choose 1 to {Most} meetings.");
        }

        var troubles = new List<CalendarTrouble>();
        foreach (var match in chosen)
        {
            var request = new LinkRequest(EntityTypes.Meeting, match.Meeting.Id, match.Source.IntegrationId, match.Event.Id) { Copy = match.Event };
            if ((await linking.LinkEntityToIntegrationAsync(caller, request, cancellationToken)).Failure is { } failure)
            {
                troubles.Add(new CalendarTrouble(match.Meeting.Title, failure));
            }
        }

        return troubles;
    }

    /// <summary>Around the meetings, and no further than around the days that were asked for: a meeting of weeks may only reach into them.</summary>
    internal static CalendarRange Searched(CalendarRange asked, IReadOnlyList<MeetingDetails> meetings)
    {
        var (first, last) = (meetings.Min(meeting => meeting.StartsAt), meetings.Max(meeting => meeting.EndsAt));
        return new CalendarRange((first < asked.From ? asked.From : first) - Around, (last > asked.To ? asked.To : last) + Around);
    }

    private async Task<IReadOnlyList<MeetingDetails>> UnlinkedAsync(Caller caller, CalendarRange range, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var links = db.Links.VisibleTo(caller).Where(link => link.EntityType == EntityTypes.Meeting);
        return await db.Meetings.AsNoTracking().VisibleTo(caller)
            .Where(meeting => meeting.EndsAt > range.From && meeting.StartsAt < range.To && !links.Any(link => link.EntityId == meeting.Id))
            .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)
            .Take(Most)
            .WithPeople()
            .ToListAsync(cancellationToken);
    }

    /// <summary>An event that some meeting is linked to already is no other's.</summary>
    private async Task<IReadOnlyList<(LinkSource Source, ExternalEntity Event)>> WithoutLinkedAsync(
        Caller caller, IReadOnlyList<(LinkSource Source, ExternalEntity Event)> events, CancellationToken cancellationToken)
    {
        var (integrations, ids) = (events.Select(one => one.Source.IntegrationId).Distinct().ToList(), events.Select(one => one.Event.Id).Distinct(StringComparer.Ordinal).ToList());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var linked = await db.Links.AsNoTracking().VisibleTo(caller)
            .Where(link => link.EntityType == EntityTypes.Meeting && integrations.Contains(link.InstanceId) && ids.Contains(link.ExternalEntityId))
            .Select(link => new { link.InstanceId, link.ExternalEntityId }).ToListAsync(cancellationToken);
        var taken = linked.Select(link => (link.InstanceId, link.ExternalEntityId)).ToHashSet();
        return [.. events.Where(one => !taken.Contains((one.Source.IntegrationId, one.Event.Id)))];
    }

    /// <summary>The likeliest pairs first; no meeting and no event is in two of them.</summary>
    private static IReadOnlyList<LikelyMatch> Pair(IReadOnlyList<MeetingDetails> meetings, IReadOnlyList<(LinkSource Source, ExternalEntity Event)> events)
    {
        var sources = new Dictionary<ExternalEntity, LinkSource>(ReferenceEqualityComparer.Instance);
        foreach (var (source, found) in events)
        {
            sources[found] = source;
        }

        var (usedMeetings, usedEvents) = (new HashSet<Guid>(), new HashSet<ExternalEntity>(ReferenceEqualityComparer.Instance));
        var pairs = from meeting in meetings
                    from suggestion in EventSuggestions.For(meeting, sources.Keys)
                    orderby suggestion.Score descending, meeting.StartsAt, meeting.Id, sources[suggestion.Event].Name, suggestion.Event.Id
                    select new LikelyMatch(meeting, sources[suggestion.Event], suggestion.Event, suggestion.Score, suggestion.Reason);
        return [.. pairs
            .Where(pair => !usedMeetings.Contains(pair.Meeting.Id) && usedEvents.Add(pair.Event) && usedMeetings.Add(pair.Meeting.Id))
            .OrderBy(pair => pair.Meeting.StartsAt).ThenBy(pair => pair.Meeting.Id)];
    }
}
