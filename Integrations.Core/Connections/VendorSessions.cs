using System.Linq.Expressions;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Connections;

/// <summary>Opens integrations: finds the connection that the caller may use, decrypts, refreshes what is about to expire.</summary>
public sealed class VendorSessions(
    IDbContextFactory<IntegrationsDbContext> contexts,
    ConnectorCatalog connectors,
    VendorPipeline pipeline,
    VendorBudgets budgets,
    TokenRefresh refresh,
    IOptions<VendorHttpOptions> http,
    TimeProvider clock)
{
    /// <summary>An integration that a caller sees, with the living connections that may be theirs to use: the organization's and their own. Compiled, because each call of a vendor begins with it.</summary>
    private readonly Func<IntegrationsDbContext, Guid?, Guid?, string, Guid, IAsyncEnumerable<Found>> _find = EF.CompileAsyncQuery(InstanceQueries.WithVisibility(
        (Expression<Func<IntegrationsDbContext, Guid?, Guid?, string, Guid, IQueryable<Found>>>)((db, organizationId, userId, own, id) =>
            from i in db.Set<IntegrationInstance>().AsNoTracking()
            where i.Id == id && InstanceQueries.IsVisible(i, organizationId, userId)
            join c in db.Set<Connection>().Where(c => c.DisconnectedAt == null && (c.OwnerKey == "" || c.OwnerKey == own)) on i.Id equals c.InstanceId into connections
            from c in connections.DefaultIfEmpty()
            select new Found(i, c))));

    /// <summary>Opens one integration for one operation; dispose what it gives.</summary>
    /// <param name="caller">Sees the integration, and uses their own connection where it is user-scoped.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="background">A job may wait longer than a person.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    /// <param name="isJob">Work that can wait, and leaves a part of the vendor's budget to people; null for what <paramref name="background"/> says.</param>
    public async Task<Result<OpenIntegration>> OpenAsync(Caller caller, Guid instanceId, bool background, CancellationToken cancellationToken, bool? isJob = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await _find(db, caller.OrganizationId, caller.UserId, Connection.OwnerKeyOf(caller.UserId), instanceId).ToListAsync(cancellationToken);
        if (found is not [{ Instance: { } instance }, ..])
        {
            return InstanceFailures.NotFound;
        }

        var connection = found.Select(f => f.Connection).OfType<Connection>().UsedBy(caller, instance);

        return connection is null
            ? instance.Status == InstanceStatus.Disabled ? InstanceFailures.Disabled : ConnectionFailures.NotConnected(instance.UserScoped)
            : await OpenAsync(instance, connection, background, cancellationToken, isJob);
    }

    /// <summary>Opens an integration through a row that is already at hand.</summary>
    internal async Task<Result<OpenIntegration>> OpenAsync(IntegrationInstance instance, Connection connection, bool background, CancellationToken cancellationToken, bool? isJob = null)
    {
        if (instance.Status == InstanceStatus.Disabled)
        {
            return InstanceFailures.Disabled;
        }

        if (connectors.Find(instance.ProviderKey) is not { } entry)
        {
            return ConnectionFailures.NoConnector(instance.ProviderKey);
        }

        if (connection.Status is ConnectionStatus.Expired or ConnectionStatus.Revoked)
        {
            return ConnectionFailures.MustReconnect(entry.Manifest.DisplayName, connection);
        }

        var ready = await refresh.ReadyAsync(connection, cancellationToken);
        if (!ready.TryGet(out var credential, out var failure))
        {
            return failure;
        }

        return new OpenIntegration(instance, connection, entry, Create(entry, connection, credential, instance, background, isJob ?? background));
    }

    /// <summary>A session for a credential that is not stored yet, to test it.</summary>
    internal VendorSession Try(ConnectorEntry entry, string authKind, VendorCredential credential, IReadOnlyDictionary<string, string> facts, IReadOnlyCollection<string> hosts) =>
        new(entry.Connector, entry.Manifest.DisplayName, authKind, new VendorSessionFacts(facts),
            pipeline.Create(entry.Manifest.Key, new CredentialHandler(entry.Connector, credential, CredentialHosts.Bound(entry.Manifest, hosts, facts), http.Value.RouteOf(entry.Manifest.Key)), userUrl: entry.Manifest.UserUrl), clock)
        {
            DeadCredential = entry.Manifest.DeadCredential,
            Unforeseen = exception => pipeline.Tell(entry.Manifest.Key, exception),
        };

    private VendorSession Create(ConnectorEntry entry, Connection connection, VendorCredential credential, IntegrationInstance instance, bool background, bool isJob)
    {
        Func<VendorCredential, CancellationToken, Task<VendorCredential?>>? renew = connection.IsRefreshable
            ? (refused, cancellationToken) => refresh.AfterRefusalAsync(connection, refused, cancellationToken)
            : null;
        var facts = SessionFacts.Of(entry.Manifest, instance, connection);
        var chain = pipeline.Create(
            entry.Manifest.Key,
            new CredentialHandler(entry.Connector, credential, CredentialHosts.Bound(entry.Manifest, connection.Hosts, connection.Facts), http.Value.RouteOf(entry.Manifest.Key), renew, () => refresh.MayDoubt(connection.Id)),
            background, entry.Manifest.UserUrl, connection.OrganizationId);
        return new VendorSession(
            entry.Connector, entry.Manifest.DisplayName, connection.AuthKind, facts,
            budgets.Over(chain, BudgetOwner.Of(entry.Manifest, connection.Id, connection.AuthKind, credential, connection.Hosts), isJob, entry.As<IHaveBudgets>()), clock)
        {
            DeadCredential = entry.Manifest.DeadCredential,
            Unforeseen = exception => pipeline.Tell(entry.Manifest.Key, exception),
        };
    }

    private sealed record Found(IntegrationInstance Instance, Connection? Connection);
}
