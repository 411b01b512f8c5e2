using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>A person's own connection to a user-scoped integration, or to one of their own (001, user-scoped connections).</summary>
public sealed class UserConnections(IDbContextFactory<IntegrationsDbContext> contexts, ConnectionService connections, OAuthFlow flow)
{
    /// <summary>Starts signing in at the vendor for the caller's own account.</summary>
    /// <returns>As <see cref="OAuthFlow.StartAsync"/>, or <c>connection.not_user_scoped</c>, <c>permission_denied</c>, <c>integration.not_found</c>.</returns>
    public async Task<Result<StartedFlow>> StartOAuthAsync(Caller caller, Guid instanceId, FlowRequest request, CancellationToken cancellationToken) =>
        await MustBePersonalAsync(caller, instanceId, cancellationToken) is { } refused ? refused : await flow.StartAsync(caller, instanceId, request, cancellationToken);

    /// <summary>The connection that this person works with: their own, or the organization's where one serves everyone.</summary>
    /// <returns>Null while it is not connected.</returns>
    public async Task<Result<ConnectionView?>> FindAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        if (await MustBePersonalAsync(caller, instanceId, cancellationToken) is { } refused && refused != ConnectionFailures.NotUserScoped)
        {
            return refused;
        }

        var found = await connections.GetAsync(caller, instanceId, cancellationToken);
        return found.IsSuccess ? found.Value
            : found.Failure.Kind == FailureKind.Conflict ? Result<ConnectionView?>.Success(null)
            : found.Failure;
    }

    /// <summary>Ends the caller's own connection; others' stay.</summary>
    /// <returns>When it ended, or <c>connection.not_user_scoped</c>, <c>permission_denied</c>, <c>integration.not_found</c>, or what <see cref="ConnectionService.DisconnectAsync"/> answers.</returns>
    public async Task<Result<DateTimeOffset>> DisconnectAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken) =>
        await MustBePersonalAsync(caller, instanceId, cancellationToken) is { } refused ? refused : await connections.DisconnectAsync(caller, instanceId, cancellationToken);

    private async Task<Failure?> MustBePersonalAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Instances.AsNoTracking().VisibleTo(caller).Where(i => i.Id == instanceId)
            .Select(i => new { IsPersonal = i.UserScoped || i.Level == InstanceLevel.User }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? InstanceFailures.NotFound
            : !found.IsPersonal ? ConnectionFailures.NotUserScoped
            : caller.UserId is null ? ConnectionFailures.OtherUser
            : null;
    }
}
