using Integrations.Core.Activity;
using Integrations.Core.Connections.Links;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// Writes down how an attempt to connect ended: a row of activity, and where it failed the event and the state of the link that was followed. The
/// event of a connection that was made is written with it, by <see cref="ConnectionStore"/>.
/// </summary>
public sealed class ConnectionAttempts(IDbContextFactory<IntegrationsDbContext> contexts, ActivityLog activity, Outbox outbox)
{
    /// <param name="account">The connection, where it succeeded.</param>
    internal Task RecordAsync(Caller caller, IntegrationInstance instance, Guid? owner, TimeSpan took, Failure? failure, Connection? account, CancellationToken cancellationToken) =>
        RecordAsync(caller, (instance.OrganizationId, instance.Id, owner), took, failure, account, cancellationToken);

    /// <summary>As above, for a flow that came back.</summary>
    internal Task RecordAsync(Caller caller, OAuthState state, TimeSpan took, Failure? failure, Connection? account, CancellationToken cancellationToken) =>
        RecordAsync(caller with { LinkId = state.ConnectLinkId }, (state.OrganizationId, state.InstanceId, state.ConnectionUserId), took, failure, account, cancellationToken);

    internal Task RecordEndAsync(Caller caller, Connection connection, CancellationToken cancellationToken) => activity.RecordAsync(
        activity.Entry(caller, connection.OrganizationId, connection.InstanceId, connection.UserId is not null, ActivityTypes.Disconnect, TimeSpan.Zero, message: "Disconnected"), cancellationToken);

    private async Task RecordAsync(
        Caller caller, (Guid OrganizationId, Guid InstanceId, Guid? Owner) on, TimeSpan took, Failure? failure, Connection? account, CancellationToken cancellationToken)
    {
        if (failure is not null)
        {
            await TellAsync(caller, on.InstanceId, on.Owner, failure, cancellationToken);
        }

        await activity.RecordAsync(
            activity.Entry(
                caller, on.OrganizationId, on.InstanceId, on.Owner is not null, ActivityTypes.Connect, took, failure,
                account is null ? null : $"Connected as {account.AccountName ?? account.AccountEmail ?? account.AccountId}"),
            cancellationToken);
    }

    private async Task TellAsync(Caller caller, Guid instanceId, Guid? owner, Failure failure, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) is not { } instance)
        {
            return;
        }

        await db.WriteAsync(
            async ct =>
            {
                if (caller.LinkId is { } link)
                {
                    var code = Text.Cut(failure.Code, OAuthState.OutcomeMaxLength);
                    await db.ConnectLinks.Where(l => l.Id == link && l.DoneAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(l => l.FailureCode, code).SetProperty(l => l.Version, l => l.Version + 1), ct);
                }

                // A code and no words: those of vendors may say anything.
                outbox.Add(db, instance.OrganizationId, EventTypes.ConnectionFailed, new
                {
                    integrationId = instance.Id,
                    name = instance.Name,
                    provider = instance.ProviderKey,
                    userId = owner,
                    reference = instance.Reference,
                    linkId = caller.LinkId,
                    code = failure.Code,
                });
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
    }
}
