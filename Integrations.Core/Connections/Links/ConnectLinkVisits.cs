using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>What the browser that took a link does with it: it connects one account, by signing in at the vendor or by a form.</summary>
public sealed class ConnectLinkVisits(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectLinkDoor door, IConnectTargets targets, OAuthFlow flow, ConnectionService connections, TimeProvider clock)
{
    /// <summary>What the browser's page shows; also once it is done, so that the page can be loaded again.</summary>
    /// <param name="linkId">From the address.</param>
    /// <param name="browserKey">From the browser's cookie for this link.</param>
    /// <param name="visitor">Who is signed in there; may be no one.</param>
    /// <returns>The view, or <c>connect_link.ended</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<ConnectLinkView>> ShowAsync(Guid linkId, string? browserKey, Caller visitor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, linkId, browserKey, cancellationToken) is not { } link
            || (link.DoneAt is null && !await ConnectLinkStanding.HoldsAsync(db, link, clock.GetUtcNow(), cancellationToken)))
        {
            return ConnectLinkFailures.Ended;
        }

        return ConnectLinkDoor.Refuse(link, visitor) is { } refused ? refused : await door.ViewAsync(db, link, needsSignIn: false, cancellationToken);
    }

    /// <summary>Starts the sign-in at the vendor; the browser comes back to <see cref="ConnectLink.ClaimedPathStart"/> and the link's id.</summary>
    /// <param name="flowKey">Random; the browser's cookie for the flow.</param>
    /// <returns>Where the browser goes; or <c>connect_link.ended</c>, <c>permission_denied</c>, and what the flow may answer.</returns>
    public async Task<Result<StartedFlow>> StartOAuthAsync(
        Guid linkId, string? browserKey, Caller visitor, string provider, string flowKey, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (!(await AttemptAsync(linkId, browserKey, visitor, provider, cancellationToken)).TryGet(out var attempt, out var failure))
        {
            return failure;
        }

        var request = new FlowRequest(ConnectLink.ClaimedPathStart + linkId) { BrowserKey = flowKey, Fields = fields };
        return await flow.StartAsync(attempt.Caller, attempt.InstanceId, request, cancellationToken);
    }

    /// <summary>Connects with what the person typed. The credential is tested first; one that fails stores nothing.</summary>
    /// <returns>The connection; or <c>connect_link.ended</c>, <c>permission_denied</c>, and what connecting may answer.</returns>
    public async Task<Result<ConnectionView>> ConnectAsync(Guid linkId, string? browserKey, Caller visitor, string provider, ConnectRequest request, CancellationToken cancellationToken) =>
        (await AttemptAsync(linkId, browserKey, visitor, provider, cancellationToken)).TryGet(out var attempt, out var failure)
            ? await connections.ConnectAsync(attempt.Caller, attempt.InstanceId, request, cancellationToken)
            : failure;

    /// <summary>Counts the attempt in one statement, and gives it its integration.</summary>
    private async Task<Result<ConnectAttempt>> AttemptAsync(Guid linkId, string? browserKey, Caller visitor, string provider, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (await FindAsync(db, linkId, browserKey, cancellationToken) is not { } link || !await ConnectLinkStanding.HoldsAsync(db, link, now, cancellationToken))
        {
            return ConnectLinkFailures.Ended;
        }

        if (ConnectLinkDoor.Refuse(link, visitor) is { } refused)
        {
            return refused;
        }

        if (!(await door.ViewAsync(db, link, needsSignIn: false, cancellationToken)).TryGet(out var view, out var failure) || view.Providers.All(entry => entry.Key != provider))
        {
            return failure ?? ConnectLinkFailures.Ended;
        }

        var counted = await db.WriteAsync(
            ct => db.ConnectLinks.Where(l => l.Id == linkId && l.DoneAt == null && l.RevokedAt == null && l.ExpiresAt > now && l.Attempts < ConnectLink.MostAttempts)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(l => l.Attempts, l => l.Attempts + 1).SetProperty(l => l.FailureCode, (string?)null).SetProperty(l => l.Version, l => l.Version + 1), ct),
            cancellationToken);
        var caller = link.Audience == ConnectLinkAudience.Outside ? link.Outsider(visitor) : visitor with { LinkId = linkId };
        return counted == 1 ? await AimAsync(db, link, caller, provider, cancellationToken) : ConnectLinkFailures.Ended;
    }

    private async Task<Result<ConnectAttempt>> AimAsync(IntegrationsDbContext db, ConnectLink link, Caller caller, string provider, CancellationToken cancellationToken)
    {
        var former = link.InstanceId;
        if (former is { } same && await db.Instances.AnyAsync(i => i.Id == same && i.ProviderKey == provider && i.DeletedAt == null, cancellationToken))
        {
            return new ConnectAttempt(caller, same);
        }

        if (!(await targets.FindOrMakeAsync(caller, link, provider, cancellationToken)).TryGet(out var instanceId, out var failure))
        {
            return failure;
        }

        // A form that is sent twice at the same moment aims once.
        var aimed = await db.WriteAsync(
            ct => db.ConnectLinks.Where(l => l.Id == link.Id && l.InstanceId == former)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.InstanceId, instanceId).SetProperty(l => l.Version, l => l.Version + 1), ct),
            cancellationToken);
        var chosen = aimed == 1 ? instanceId : await db.ConnectLinks.Where(l => l.Id == link.Id).Select(l => l.InstanceId).SingleAsync(cancellationToken);
        var left = aimed == 1 ? former : instanceId;
        if (left is { } unused && unused != chosen && link.OpenedAt is { } since)
        {
            await targets.TakeBackAsync(caller, unused, since, cancellationToken);
        }

        return chosen is { } aim ? new ConnectAttempt(caller, aim) : ConnectLinkFailures.Ended;
    }

    private static async Task<ConnectLink?> FindAsync(IntegrationsDbContext db, Guid linkId, string? browserKey, CancellationToken cancellationToken) =>
        await db.ConnectLinks.AsNoTracking().SingleOrDefaultAsync(link => link.Id == linkId, cancellationToken) is { } link && OAuthHashes.IsBrowser(link.BrowserHash, browserKey) ? link : null;
}
