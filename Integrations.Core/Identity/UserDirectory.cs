using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity;

/// <summary>
/// Looks people and sessions up, remembering each for five seconds: rights that change on another node apply here that soon
/// (RELIABILITY M1), and at once where they changed.
/// </summary>
public sealed class UserDirectory(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock)
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    // Last seen is told to some minutes: a write per request would cost more than it tells.
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(5);

    // Compiled, because requests and clicks wait for them.
    private readonly Func<IntegrationsDbContext, Guid, CancellationToken, Task<Person?>> _findPerson = EF.CompileAsyncQuery(
        (IntegrationsDbContext db, Guid userId, CancellationToken _) => (
            from user in db.Set<User>().AsNoTracking()
            join organization in db.Set<Organization>() on user.OrganizationId equals (Guid?)organization.Id into organizations
            from organization in organizations.DefaultIfEmpty()
            where user.Id == userId
            select new Person(
                user.Email,
                user.DisplayName,
                user.Role,
                user.OrganizationId,
                organization == null ? null : organization.Name,
                user.DisabledAt == null && (organization == null || organization.DisabledAt == null),
                user.SecurityStamp,
                user.TwoFactorEnabled,
                user.Role != Role.SuperAdmin && db.Set<OrganizationSignIn>().Any(s => s.OrganizationId == user.OrganizationId && s.IsOn && s.IsEnforced && s.OwnerId != user.Id))).SingleOrDefault());

    private readonly Func<IntegrationsDbContext, Guid, Guid, DateTimeOffset, CancellationToken, Task<OpenSession?>> _findSession = EF.CompileAsyncQuery(
        (IntegrationsDbContext db, Guid sessionId, Guid userId, DateTimeOffset now, CancellationToken _) => db.Set<Session>().AsNoTracking()
            .Where(s => s.Id == sessionId && s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now)
            .Select(s => new OpenSession(s.AuthenticatedAt, s.Proof, s.LastSeenAt))
            .SingleOrDefault());

    private readonly ExpiringCache<Guid, UserStanding> _people = new(clock, Capacity);
    private readonly ExpiringCache<Guid, SessionStanding> _sessions = new(clock, Capacity);

    /// <summary>Null for someone who does not exist, is disabled, or whose organization is.</summary>
    public async Task<UserStanding?> FindEnabledAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (!_people.TryGet(userId, out var standing))
        {
            standing = await LoadAsync(userId, cancellationToken);
            if (standing is null)
            {
                return null;
            }

            _people.Remember(userId, standing, clock.GetUtcNow() + Remembered);
        }

        return standing.IsEnabled ? standing : null;
    }

    /// <summary>Null if the session has ended or is not this person's.</summary>
    public async Task<SessionStanding?> FindSessionAsync(Guid sessionId, Guid userId, CancellationToken cancellationToken)
    {
        if (_sessions.TryGet(sessionId, out var remembered))
        {
            return remembered;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await _findSession(db, sessionId, userId, now, cancellationToken) is not { } found)
        {
            return null;
        }

        if (found.LastSeenAt is null || now - found.LastSeenAt > SeenResolution)
        {
            await db.WriteAsync(ct => db.Sessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct), cancellationToken);
        }

        var standing = new SessionStanding(found.AuthenticatedAt, found.Proof);
        _sessions.Remember(sessionId, standing, now + Remembered);
        return standing;
    }

    /// <summary>Call after a change to the person has been committed.</summary>
    public void Forget(Guid userId) => _people.Forget(userId);

    /// <summary>Call after a change to an organization, such as disabling it, has been committed: its people are looked up anew.</summary>
    public void ForgetOrganization(Guid organizationId) => _people.ForgetWhere(standing => standing.OrganizationId == organizationId);

    /// <summary>Call after a session has ended: on this node the next request of it is refused.</summary>
    public void ForgetSession(Guid sessionId) => _sessions.Forget(sessionId);

    private async Task<UserStanding?> LoadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await _findPerson(db, userId, cancellationToken) is not { } row
            ? null
            : new UserStanding(
                userId, row.Email ?? "", row.DisplayName, row.Role, row.OrganizationId, row.OrganizationName, row.IsEnabled,
                AccessTokenFormat.StampOf(row.SecurityStamp ?? ""), row.TwoFactorEnabled, row.MustUseProvider);
    }

    private sealed record Person(
        string? Email, string DisplayName, Role Role, Guid? OrganizationId, string? OrganizationName, bool IsEnabled, string? SecurityStamp, bool TwoFactorEnabled, bool MustUseProvider);

    private sealed record OpenSession(DateTimeOffset AuthenticatedAt, SignInProof Proof, DateTimeOffset? LastSeenAt);
}
