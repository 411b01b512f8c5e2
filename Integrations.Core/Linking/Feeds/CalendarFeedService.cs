using System.Data.Common;
using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Linking.Feeds;

/// <summary>
/// One's own meetings for a calendar elsewhere, behind a secret address that each person makes, renews and removes. It reads and never
/// acts. One's own are the meetings that one attends, as a person with one's e-mail address, and those that one wrote down.
/// </summary>
public sealed partial class CalendarFeedService(
    IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock, ILogger<CalendarFeedService> logger) : IDisposable
{
    /// <summary>In one feed, by start: what goes beyond is left out.</summary>
    public const int MostMeetings = 1_000;

    /// <summary>Over all meetings of a feed; from the meeting on that would go beyond it, meetings are told without their people.</summary>
    public const int MostAttendees = 5_000;

    /// <summary>Characters of each meeting's notes.</summary>
    public const int MostNotes = 1_000;

    /// <summary>Feeds that are read and written side by side: a year of meetings takes memory.</summary>
    internal const int MostAtOnce = 4;

    private const string Prefix = "itf_";
    private const int LongestSecret = 100;
    private const int Attempts = 3;

    private static readonly TimeSpan Past = TimeSpan.FromDays(31);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(366);
    private static readonly TimeSpan ReadResolution = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    /// <summary>Whether the caller has a secret address, and since when. The secret itself is not kept.</summary>
    public async Task<Result<CalendarFeedStanding>> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, OrganizationId: not null })
        {
            return NotAPerson;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.CalendarFeeds.AsNoTracking()
            .Where(feed => feed.UserId == userId)
            .Select(feed => new CalendarFeedStanding(feed.CreatedAt, feed.LastReadAt))
            .SingleOrDefaultAsync(cancellationToken) ?? CalendarFeedStanding.None;
    }

    /// <summary>Makes the secret address, or a new one: the former ends at once.</summary>
    /// <returns>The secret, this once; or <c>permission_denied</c>, <c>auth.confirm_password</c>.</returns>
    public async Task<Result<Secret>> MakeAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((caller.Must(KnownPermissions.ChangeOwnCalendarFeed) ?? caller.MustHaveSignedInLately(now)) is { } forbidden)
        {
            return forbidden;
        }

        if (caller is not { UserId: { } userId, OrganizationId: not null })
        {
            return NotAPerson;
        }

        var secret = TokenText.New(Prefix);
        var hash = TokenText.Hash(secret.Reveal());
        await contexts.WriteAgainAsync(Attempts, DatabaseErrors.IsUniqueViolation, db => db.WriteAsync(
            async ct =>
            {
                var renewed = await db.CalendarFeeds.Where(feed => feed.UserId == userId).ExecuteUpdateAsync(
                    set => set.SetProperty(f => f.Hash, hash).SetProperty(f => f.CreatedAt, now).SetProperty(f => f.LastReadAt, (DateTimeOffset?)null), ct) == 1;
                if (!renewed)
                {
                    db.CalendarFeeds.Add(new CalendarFeed { UserId = userId, Hash = hash, CreatedAt = now });
                }

                audit.Add(db, caller, renewed ? "calendar_feed.renewed" : "calendar_feed.created", Target(caller));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken), cancellationToken);
        return secret;
    }

    /// <summary>Ends the secret address; the next reading finds nothing. Ending it again changes nothing.</summary>
    public async Task<Result<Done>> RemoveAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeOwnCalendarFeed) is { } forbidden)
        {
            return forbidden;
        }

        if (caller is not { UserId: { } userId, OrganizationId: not null })
        {
            return NotAPerson;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                if (await db.CalendarFeeds.Where(feed => feed.UserId == userId).ExecuteDeleteAsync(ct) == 1)
                {
                    audit.Add(db, caller, "calendar_feed.removed", Target(caller));
                }

                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        return Done.Value;
    }

    /// <summary>
    /// The meetings behind a secret: a month back and a year ahead. A forged or ended secret, and that of someone who is disabled or
    /// whose organization is, are all alike not there.
    /// </summary>
    public Task<Result<OpenedCalendarFeed>> OpenAsync(string secret, CancellationToken cancellationToken) => OpenAsync(secret, feed => feed, cancellationToken);

    /// <summary>The same, and what is made of the meetings. At most <see cref="MostAtOnce"/> are read and written at once; others wait.</summary>
    public async Task<Result<T>> OpenAsync<T>(string secret, Func<OpenedCalendarFeed, T> write, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Length > LongestSecret)
        {
            return NotFound;
        }

        var (hash, now) = (TokenText.Hash(secret), clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from feed in db.CalendarFeeds.AsNoTracking()
            join user in db.Users.AsNoTracking() on feed.UserId equals user.Id
            join organization in db.Organizations.AsNoTracking() on user.OrganizationId equals (Guid?)organization.Id
            where feed.Hash == hash && user.DisabledAt == null && organization.DisabledAt == null
            select new { feed.UserId, feed.LastReadAt, user.Email, OrganizationId = organization.Id, organization.Name }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return NotFound;
        }

        // It reads, as this person: whatever needs a role or a right to act is refused further in.
        var reader = new Caller(found.UserId, found.OrganizationId, Role.User) { Scopes = TokenScopes.Read };
        T written;
        await _turns.WaitAsync(cancellationToken);
        try
        {
            written = write(new OpenedCalendarFeed(found.Name, await MeetingsAsync(db, reader, found.Email, now, cancellationToken)));
        }
        finally
        {
            _turns.Release();
        }

        if (found.LastReadAt is null || found.LastReadAt < now - ReadResolution)
        {
            await NoteReadingAsync(db, found.UserId, hash, now, cancellationToken);
        }

        return written;
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>The meetings are read by now, so a database that cannot take a note of it is told in the log alone.</summary>
    private async Task NoteReadingAsync(IntegrationsDbContext db, Guid userId, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            // Where it was renewed meanwhile, this reading was of the former address.
            await db.WriteAsync(
                ct => db.CalendarFeeds.Where(feed => feed.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastReadAt, now), ct), cancellationToken);
        }
        catch (Exception refused) when (refused is DbException or DbUpdateException or TimeoutException)
        {
            LogNotNoted(logger, userId, refused);
        }
    }

    private static async Task<IReadOnlyList<FeedMeeting>> MeetingsAsync(
        IntegrationsDbContext db, Caller reader, string? email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (from, to, address) = (now - Past, now + Ahead, email?.ToUpperInvariant());
        var people = db.People.AsNoTracking().VisibleTo(reader);
#pragma warning disable CA1304, CA1311, CA1862 // The database's own upper(), the same for all cultures.
        var mine = db.Meetings.AsNoTracking().VisibleTo(reader)
            .Where(meeting => meeting.EndsAt > from && meeting.StartsAt < to)
            .Where(meeting => meeting.CreatedBy == reader.UserId
                || (address != null && meeting.Attendees.Any(a => a.Person!.Email != null && a.Person.Email.ToUpper() == address)))
            .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)
            .Take(MostMeetings);
#pragma warning restore CA1304, CA1311, CA1862
        var meetings = await mine.ToListAsync(cancellationToken);
        // By themselves: beside each attendee, a joined answer would repeat the meeting with its notes.
        var attending = await (
            from meeting in mine
            from attendee in meeting.Attendees
            join person in people on attendee.PersonId equals person.Id
            orderby meeting.StartsAt, meeting.Id, person.Name, person.Id
            select new { MeetingId = meeting.Id, PersonId = person.Id, person.Name, person.Email }).Take(MostAttendees + 1).ToListAsync(cancellationToken);
        var cut = attending.Count > MostAttendees ? attending[^1].MeetingId : (Guid?)null;
        var attendees = attending.Where(one => one.MeetingId != cut).ToLookup(one => one.MeetingId, one => new MeetingPerson(one.PersonId, one.Name, one.Email));
        return [.. meetings.Select(meeting => new FeedMeeting(
            meeting.Id,
            meeting.Title,
            Text.Shorten(meeting.Notes, MostNotes),
            meeting.Location,
            meeting.StartsAt,
            meeting.EndsAt,
            [.. attendees[meeting.Id]],
            meeting.CreatedAt,
            meeting.UpdatedAt,
            meeting.Version))];
    }

    private static AuditTarget Target(Caller caller) => new("calendar_feed", caller.UserId?.ToString(), caller.DisplayName);

    private static Failure NotAPerson => Failure.Forbidden("Meetings for a calendar belong to a person of an organization.");

    private static Failure NotFound => Failure.NotFound("calendar_feed.not_found", "There is no such calendar.");

    [LoggerMessage(3701, LogLevel.Warning, "That the calendar of user {UserId} was read is not noted")]
    private static partial void LogNotNoted(ILogger logger, Guid userId, Exception refused);
}
