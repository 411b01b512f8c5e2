using Integrations.Connectors.Entities;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking.Calendars;

/// <summary>
/// Makes meetings of the events of a connected calendar, each linked to its event. Each event once, an occurrence of a series by itself,
/// however often and by how many at once it is imported: the meeting's id follows from the event's.
/// </summary>
public sealed class MeetingImport(IDbContextFactory<IntegrationsDbContext> contexts, CalendarSources sources, CalendarReader reader, LinkWriter links, TimeProvider clock)
{
    /// <summary>For all calls of the vendor together.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private const int Attempts = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>What an import would bring, and what is there already; nothing is written.</summary>
    /// <returns>The events, or <c>validation</c>, <c>permission_denied</c>, <c>integration.not_found</c>, or why the vendor gave nothing at all.</returns>
    public async Task<Result<ImportPreview>> PreviewAsync(Caller caller, Guid integrationId, CalendarRange range, CancellationToken cancellationToken)
    {
        if ((MayImport(caller) ?? range.Validate()) is { } refused)
        {
            return refused;
        }

        var opened = await OpenAsync(caller, integrationId, cancellationToken);
        if (!opened.TryGet(out var open, out var failure))
        {
            return failure;
        }

        using var deadline = new CancellationTokenSource(Deadline, clock);
        var reading = await reader.ReadAsync(caller, open.Source, range, deadline.Token, cancellationToken);
        return reading.Events.Count == 0 && reading.Trouble is { } trouble
            ? trouble
            : new ImportPreview(await JudgeAsync(caller, open.Instance, reading.Events, range, cancellationToken), reading.Trouble, reading.IsCut);
    }

    /// <summary>
    /// Reads the range once more and makes a meeting of each wanted event that is there. Where the vendor fails in the middle, what came
    /// before is kept, and what is missing is told.
    /// </summary>
    /// <returns>What came of it, or <c>validation</c>, <c>permission_denied</c>, <c>integration.not_found</c>.</returns>
    public async Task<Result<ImportOutcome>> ImportAsync(Caller caller, ImportRequest request, CancellationToken cancellationToken)
    {
        if ((MayImport(caller) ?? request.Validate()) is { } refused)
        {
            return refused;
        }

        var opened = await OpenAsync(caller, request.IntegrationId, cancellationToken);
        if (!opened.TryGet(out var open, out var failure))
        {
            return failure;
        }

        using var deadline = new CancellationTokenSource(Deadline, clock);
        var reading = await reader.ReadAsync(caller, open.Source, request.Range, deadline.Token, cancellationToken);
        var wanted = request.EventIds.ToHashSet(StringComparer.Ordinal);
        var (imported, there) = (new List<string>(), new List<string>());
        foreach (var candidate in await JudgeAsync(caller, open.Instance, [.. reading.Events.Where(found => wanted.Contains(found.Id))], request.Range, cancellationToken))
        {
            if (candidate.State == ImportState.There || (candidate.MayBeImported && !await AddAsync(caller, open.Instance, candidate.Event, cancellationToken)))
            {
                there.Add(candidate.Event.Id);
            }
            else if (candidate.MayBeImported)
            {
                imported.Add(candidate.Event.Id);
            }
        }

        return new ImportOutcome(imported, there, [.. wanted.Except(imported, StringComparer.Ordinal).Except(there, StringComparer.Ordinal)], reading.Trouble);
    }

    private static Failure? MayImport(Caller caller) => caller.Must(KnownPermissions.ChangeMeetings) ?? caller.Must(KnownPermissions.ChangeLinks) ?? caller.Must(KnownPermissions.ChangePeople);

    private async Task<Result<(LinkSource Source, IntegrationInstance Instance)>> OpenAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken)
    {
        var found = await sources.FindAsync(caller, integrationId, cancellationToken);
        if (!found.TryGet(out var source, out var failure))
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == integrationId, cancellationToken) is { } instance
            ? (source, instance)
            : InstanceFailures.NotFound;
    }

    private async Task<IReadOnlyList<ImportCandidate>> JudgeAsync(
        Caller caller, IntegrationInstance instance, IReadOnlyList<ExternalEntity> events, CalendarRange range, CancellationToken cancellationToken)
    {
        var ids = events.Select(found => found.Id).ToList();
        var meetings = events.Select(found => IdOf(caller, instance, found)).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var linked = await db.Links.AsNoTracking().VisibleTo(caller)
            .Where(link => link.EntityType == EntityTypes.Meeting && link.InstanceId == instance.Id && ids.Contains(link.ExternalEntityId))
            .Select(link => link.ExternalEntityId).ToListAsync(cancellationToken);
        var made = await db.Meetings.AsNoTracking().VisibleTo(caller).Where(meeting => meetings.Contains(meeting.Id)).Select(meeting => meeting.Id).ToListAsync(cancellationToken);
        var near = await db.Meetings.AsNoTracking().VisibleTo(caller)
            .Where(meeting => meeting.EndsAt > range.From && meeting.StartsAt < range.To)
            .Select(meeting => new { meeting.Title, meeting.StartsAt, meeting.EndsAt }).ToListAsync(cancellationToken);
        var (taken, known, alike) = (linked.ToHashSet(StringComparer.Ordinal), made.ToHashSet(), near.Select(m => Likeness(m.Title, m.StartsAt, m.EndsAt)).ToHashSet());
        return [.. events.Select(found => new ImportCandidate(found, StateOf(found)))];

        ImportState StateOf(ExternalEntity found) =>
            taken.Contains(found.Id) || known.Contains(IdOf(caller, instance, found)) ? ImportState.There
            : string.Equals(found.Text(EntityFields.Status), "cancelled", StringComparison.OrdinalIgnoreCase) ? ImportState.Cancelled
            : EventSuggestions.IsAllDay(found) ? ImportState.WholeDay
            : found is not { Start: { } start, End: { } end } || end <= start || end - start > Longest ? ImportState.NoTime
            : alike.Contains(Likeness(TitleOf(found), start, end)) ? ImportState.Alike
            : ImportState.New;
    }

    /// <summary>False where another import was first.</summary>
    private Task<bool> AddAsync(Caller caller, IntegrationInstance instance, ExternalEntity source, CancellationToken cancellationToken)
    {
        var (id, now) = (IdOf(caller, instance, source), clock.GetUtcNow());
        return contexts.WriteAgainAsync(Attempts, DatabaseErrors.IsUniqueViolation, db => db.WriteAsync(
            async ct =>
            {
                if (await db.Meetings.VisibleTo(caller).AnyAsync(meeting => meeting.Id == id, ct))
                {
                    return false;
                }

                var meeting = new Meeting { Id = id, OrganizationId = instance.OrganizationId, Title = "", CreatedBy = caller.UserId, CreatedAt = now };
                // The description stays at the vendor and with the link: everyone in the organization reads a meeting's notes.
                new MeetingDraft(TitleOf(source), source.Start!.Value, source.End!.Value)
                {
                    Location = source.Text(EntityFields.Location) is { } place ? Text.Shorten(place, Meeting.LocationMaxLength) : null,
                    Attendees = await EventPeople.FindOrAddAsync(db, caller, instance.OrganizationId, source, now, ct),
                }.Fill(meeting);
                db.Meetings.Add(meeting);
                links.Add(db, caller, LinkRows.New(caller, new LinkRequest(EntityTypes.Meeting, id, instance.Id, source.Id) { Copy = source }, instance, source, now));
                await db.SaveChangesAsync(ct);
                return true;
            },
            cancellationToken), cancellationToken);
    }

    /// <summary>By the event and whose connection it is read through: two people's calendars may call different things alike.</summary>
    private static Guid IdOf(Caller caller, IntegrationInstance instance, ExternalEntity source) =>
        StableId.Of("meeting", instance.OrganizationId.ToString("N"), instance.Id.ToString("N"), $"{ConnectionQueries.OwnerFor(caller, instance):N}", source.Id);

    private static string TitleOf(ExternalEntity source) => Text.IsVisible(source.Title) ? Text.Shorten(source.Title.Trim(), Meeting.TitleMaxLength) : ExternalEntity.Untitled;

    private static (string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt) Likeness(string title, DateTimeOffset startsAt, DateTimeOffset endsAt) =>
        (TextMatch.Canonical(title.Trim()).ToUpperInvariant(), startsAt.ToUniversalTime(), endsAt.ToUniversalTime());
}
