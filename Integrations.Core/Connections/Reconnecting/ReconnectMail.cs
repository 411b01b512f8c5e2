using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Mail;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static Integrations.Core.Mail.MailTexts;

namespace Integrations.Core.Connections.Reconnecting;

/// <summary>
/// Asks the owners of connections that do not work to connect again, by one mail for each connection with the link that does it: the person
/// whose own it is; of the organization's the administrator who connected it, or all where that one is none any more. A connection is told
/// of once a day at most, with what notices say of it.
/// </summary>
public sealed class ReconnectMail(IDbContextFactory<IntegrationsDbContext> contexts, MailOutbox outbox, AuditLog audit, TimeProvider clock)
{
    /// <summary>Connections of one act; more are for another.</summary>
    public const int Most = 1_000;

    internal const string Kind = "connection.reconnect_asked";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether the hub sends mail.</summary>
    public bool IsOn => outbox.IsOn;

    /// <summary>What <see cref="SendAsync"/> would do now.</summary>
    /// <returns>The plan, or <c>permission_denied</c>.</returns>
    public async Task<Result<ReconnectPlan>> PlanAsync(Caller caller, ReconnectChoice choice, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.AskToReconnect) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (plan, dayAgo) = (new ReconnectPlan(0, 0, 0, 0), clock.GetUtcNow() - Day);
        var owners = await OwnersAsync(db, caller, cancellationToken);
        foreach (var connection in await Broken(db, caller, choice).ToListAsync(cancellationToken))
        {
            plan = Counted(plan, connection, owners.Of(connection), caller, dayAgo);
        }

        return plan;
    }

    /// <summary>Writes the mails; each goes out with the change that notes it, so that no connection is told of twice.</summary>
    /// <param name="caller">Who administers the organization, and is named in the mails.</param>
    /// <param name="choice">Which connections.</param>
    /// <param name="cancellationToken">Ends the work between two connections; what was written is sent.</param>
    /// <returns>What was done, or <c>permission_denied</c>, <c>mail.off</c>.</returns>
    public async Task<Result<ReconnectPlan>> SendAsync(Caller caller, ReconnectChoice choice, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.AskToReconnect) ?? (IsOn ? null : MailFailures.Off)) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (plan, dayAgo) = (new ReconnectPlan(0, 0, 0, 0), now - Day);
        var owners = await OwnersAsync(db, caller, cancellationToken);
        foreach (var connection in await Broken(db, caller, choice).ToListAsync(cancellationToken))
        {
            var asked = owners.Of(connection);
            var next = Counted(plan, connection, asked, caller, dayAgo);
            if (next.ToAsk > plan.ToAsk && !await AskAsync(db, caller, connection, [.. asked.Where(owner => owner.Id != caller.UserId)], now, cancellationToken))
            {
                // Another administrator, or a notice, was first.
                next = plan with { ToldLately = plan.ToldLately + 1 };
            }

            plan = next;
            db.ChangeTracker.Clear();
        }

        return plan;
    }

    /// <summary>Working organizations, integrations and people's, whose connection does not work; those of other people's own integrations only by their member.</summary>
    private static IQueryable<Connection> Broken(IntegrationsDbContext db, Caller caller, ReconnectChoice choice)
    {
        var broken = db.WorkingConnections().AsNoTracking().Where(c => c.OrganizationId == caller.OrganizationId && c.Status != ConnectionStatus.Active);
        if (choice.MemberId is { } member)
        {
            broken = broken.Where(c => c.UserId == member);
        }
        else
        {
            var ids = choice.Ids ?? [];
            var instances = db.Instances.VisibleTo(caller);
            instances = choice.Filter is { } filter ? instances.Matching(filter) : instances.Where(i => ids.Contains(i.Id));
            broken = broken.Where(c => instances.Any(i => i.Id == c.InstanceId));
        }

        return broken.OrderBy(c => c.Id).Take(Most);
    }

    private static ReconnectPlan Counted(ReconnectPlan plan, Connection connection, IReadOnlyList<User> owners, Caller caller, DateTimeOffset dayAgo) =>
        owners.Any(owner => owner.Id == caller.UserId) && (connection.UserId == caller.UserId || owners.Count == 1) ? plan with { Own = plan.Own + 1 }
        : connection.ToldAt > dayAgo ? plan with { ToldLately = plan.ToldLately + 1 }
        : owners.Any(owner => owner.Id != caller.UserId) ? plan with { ToAsk = plan.ToAsk + 1 }
        : plan with { Unreachable = plan.Unreachable + 1 };

    private Task<bool> AskAsync(IntegrationsDbContext db, Caller caller, Connection connection, IReadOnlyList<User> owners, DateTimeOffset now, CancellationToken cancellationToken) => db.WriteAsync(
        async ct =>
        {
            var mine = await db.Connections.Where(c => c.Id == connection.Id && c.ToldAt == connection.ToldAt && c.Status == connection.Status && c.DisconnectedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.ToldOf, ConnectionNotices.Broken).SetProperty(c => c.ToldAt, now), ct) == 1;
            if (!mine || await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == connection.InstanceId, ct) is not { } instance)
            {
                return false;
            }

            foreach (var owner in owners)
            {
                outbox.Add(db, new MailRecipient(connection.OrganizationId, owner.Id, owner.Email!, owner.DisplayName, owner.Language), LetterOf(caller, connection, instance));
            }

            audit.Add(db, caller, Kind, new AuditTarget("connection", connection.Id.ToString(), instance.Level == InstanceLevel.User ? null : instance.Name), after: new { mails = owners.Count });
            await db.SaveChangesAsync(ct);
            return true;
        },
        cancellationToken);

    private static Letter LetterOf(Caller caller, Connection connection, IntegrationInstance instance) => new(
        Kind, $"connection:{connection.Id:N}", Line("Please connect '{0}' again", instance.Name),
        [
            Line("{0} asks you to connect '{1}' again: the hub can no longer use it.", MailAddresses.Line(caller.DisplayName, 300), instance.Name),
            .. connection.LastError is { Length: > 0 } reason ? [Line("The reason: {0}", MailAddresses.Line(reason, 300))] : Array.Empty<TranslatableText>(),
        ])
    {
        Button = Line("Connect again"),
        Path = new Secret(ConnectionNotices.PathOf(instance.Id)),
        Reason = connection.UserId is null
            ? Line("You get this because you administer the organization that the connection belongs to; once a day at most for each connection.")
            : Line("You get this because it is your own connection; once a day at most."),
    };

    /// <summary>People whom mail may reach, as for notices: an invited person has not shown yet that the address is theirs.</summary>
    private static async Task<Owners> OwnersAsync(IntegrationsDbContext db, Caller caller, CancellationToken cancellationToken) => new(
        await db.Users.AsNoTracking()
            .Where(u => u.OrganizationId == caller.OrganizationId && u.DisabledAt == null && u.Email != null && (u.EmailConfirmed || u.LastSignInAt != null))
            .OrderBy(u => u.Id).ToDictionaryAsync(u => u.Id, cancellationToken));

    private sealed class Owners(Dictionary<Guid, User> people)
    {
        private readonly IReadOnlyList<User> _administrators = [.. people.Values.Where(person => person.Role != Role.User).OrderBy(person => person.Id)];

        public IReadOnlyList<User> Of(Connection connection) =>
            connection.UserId is { } owner ? people.TryGetValue(owner, out var person) ? [person] : []
            : connection.ConnectedBy is { } by && _administrators.FirstOrDefault(one => one.Id == by) is { } administrator ? [administrator]
            : _administrators;
    }
}
