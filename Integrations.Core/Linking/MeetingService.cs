using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>The organization's own meetings.</summary>
public sealed class MeetingService(IDbContextFactory<IntegrationsDbContext> contexts, LinkRemoval removal, TimeProvider clock)
{
    /// <summary>Meetings by time, then by id.</summary>
    /// <returns>One page, or <c>validation</c>.</returns>
    public async Task<Result<Page<MeetingRow>>> ListAsync(
        Caller caller, MeetingFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var meetings = filter.Apply(db.Meetings.AsNoTracking().VisibleTo(caller));
        var links = db.Links.VisibleTo(caller).Where(link => link.EntityType == EntityTypes.Meeting);
        var total = await meetings.CountAsync(cancellationToken);
        var rows = await meetings
            .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)
            .Skip(page.Offset).Take(page.Limit)
            .Select(meeting => new MeetingRow(
                meeting.Id,
                meeting.Title,
                meeting.StartsAt,
                meeting.EndsAt,
                meeting.Location,
                meeting.Attendees.OrderBy(a => a.Person!.Name).ThenBy(a => a.PersonId).Select(a => a.Person!.Name).ToList(),
                links.Count(link => link.EntityId == meeting.Id)))
            .ToListAsync(cancellationToken);
        return new Page<MeetingRow>(rows, total);
    }

    /// <returns>The meeting with its people, or <c>meeting.not_found</c>.</returns>
    public async Task<Result<MeetingDetails>> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, caller, id, cancellationToken) is { } meeting ? meeting : LinkingFailures.MeetingNotFound;
    }

    /// <returns>The new meeting, or <c>validation</c> with the field's name.</returns>
    public async Task<Result<MeetingDetails>> CreateAsync(Caller caller, MeetingDraft draft, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeMeetings) is { } forbidden)
        {
            return forbidden;
        }

        if (caller.OrganizationId is not { } organization)
        {
            return LinkingFailures.NoOrganization;
        }

        if (draft.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await UnknownAttendeesAsync(db, caller, draft, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        var now = clock.GetUtcNow();
        var meeting = new Meeting
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Title = "",
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
        draft.Fill(meeting);
        db.Meetings.Add(meeting);
        await db.SaveChangesAsync(cancellationToken);
        return (await FindAsync(db, caller, meeting.Id, cancellationToken))!;
    }

    /// <summary>Replaces everything a person can edit.</summary>
    /// <param name="version">The version that the person saw.</param>
    /// <returns>The saved meeting, <c>meeting.not_found</c>, <c>validation</c>, or <c>entity.changed</c>.</returns>
    public async Task<Result<MeetingDetails>> UpdateAsync(
        Caller caller, Guid id, int version, MeetingDraft draft, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeMeetings) is { } forbidden)
        {
            return forbidden;
        }

        if (draft.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var meeting = await db.Meetings.VisibleTo(caller).Include(m => m.Attendees).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (meeting is null)
        {
            return LinkingFailures.MeetingNotFound;
        }

        if (meeting.Version != version)
        {
            return LinkingFailures.Changed("meeting");
        }

        if (await UnknownAttendeesAsync(db, caller, draft, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        draft.Fill(meeting);
        // Attendees are rows of their own: a change of them alone must move the meeting's version too.
        db.Entry(meeting).State = EntityState.Modified;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return LinkingFailures.Changed("meeting");
        }

        return (await FindAsync(db, caller, id, cancellationToken))!;
    }

    /// <summary>Deletes the meeting together with its links, other people's private ones included.</summary>
    /// <returns><c>meeting.not_found</c> when it is not there.</returns>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeMeetings) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var meeting = await db.Meetings.VisibleTo(caller).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (meeting is null)
        {
            return LinkingFailures.MeetingNotFound;
        }

        db.Meetings.Remove(meeting);
        return await removal.WithEntityAsync(db, caller, EntityTypes.Meeting, meeting.Id, meeting.Title, cancellationToken)
            ? Done.Value
            : LinkingFailures.Changed("meeting");
    }

    private static async Task<MeetingDetails?> FindAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken) =>
        await db.Meetings.AsNoTracking().VisibleTo(caller).Where(meeting => meeting.Id == id).WithPeople().SingleOrDefaultAsync(cancellationToken);

    /// <summary>Ids inside a body are resolved through the caller too (SECURITY A5).</summary>
    private static async Task<Failure?> UnknownAttendeesAsync(
        IntegrationsDbContext db, Caller caller, MeetingDraft draft, CancellationToken cancellationToken)
    {
        var wanted = draft.Attendees.Distinct().ToList();
        var known = await db.People.VisibleTo(caller).CountAsync(person => wanted.Contains(person.Id), cancellationToken);
        return known == wanted.Count ? null : Failure.InvalidField("attendees", "One of the attendees is not among your organization's people.");
    }
}
