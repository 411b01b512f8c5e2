using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.Links;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>Connects, tests and disconnects integrations by credentials that people type; OAuth is <see cref="OAuth.OAuthFlow"/>.</summary>
public sealed class ConnectionService(
    IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, CredentialConnecting connecting, ConnectionTest test, Disconnecting disconnecting)
{
    /// <summary>The connection that this caller uses on an integration.</summary>
    public async Task<Result<ConnectionView>> GetAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.FindUsedAsync(caller, instanceId, cancellationToken) is not var (instance, used) ? InstanceFailures.NotFound
            : used is { } connection ? ConnectionView.Of(connection, await catalog.FindAsync(instance.ProviderKey, cancellationToken), InstancePurposes.Of(instance))
            : ConnectionFailures.NotConnected(instance.UserScoped);
    }

    /// <summary>Tests credentials without storing anything, and shows the account that was found.</summary>
    public Task<Result<VendorAccount>> TryAsync(Caller caller, string provider, string authKind, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken) =>
        connecting.TryAsync(caller, provider, authKind, fields, cancellationToken);

    /// <summary>Connects with what a person typed. The credential is tested first; one that fails stores nothing.</summary>
    /// <param name="caller">An administrator, or a user for their own connection.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="request">The credential.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public Task<Result<ConnectionView>> ConnectAsync(Caller caller, Guid instanceId, ConnectRequest request, CancellationToken cancellationToken) =>
        connecting.ConnectAsync(caller, instanceId, request, cancellationToken);

    /// <summary>Asks the vendor whether the connection works; a failing test is an answer, not an error.</summary>
    public Task<Result<TestOutcome>> TestAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken) => test.TestAsync(caller, instanceId, cancellationToken);

    /// <summary>Ends the caller's connection: the ciphertext goes at once, the vendor is asked to forget the token.</summary>
    /// <returns>When it was disconnected; a second time is not an error.</returns>
    public Task<Result<DateTimeOffset>> DisconnectAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken) => disconnecting.DisconnectAsync(caller, instanceId, cancellationToken);

    /// <summary>An integration that the caller may connect: the organization's by an administrator, one's own account by oneself.</summary>
    internal static async Task<Result<IntegrationInstance>> ForConnectingAsync(IntegrationsDbContext db, Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        if (await db.Instances.VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) is not { } instance)
        {
            return InstanceFailures.NotFound;
        }

        // Who follows a link reaches what it names, and no other.
        if (caller.LinkId is { } link && !await db.ConnectLinks.AnyAsync(
            l => l.Id == link && l.OrganizationId == instance.OrganizationId && l.InstanceId == instance.Id && l.DoneAt == null && l.RevokedAt == null, cancellationToken))
        {
            return InstanceFailures.NotFound;
        }

        return caller.Must(KnownPermissions.Connect) is { } readOnly ? readOnly
            // Its maker administers the integration, and stands for the link.
            : caller is { LinkId: not null, UserId: null } && instance is { UserScoped: false, Level: InstanceLevel.Organization } ? instance
            : !instance.UserScoped && InstanceQueries.MayChange(caller, instance) is { } forbidden ? forbidden
            : instance.UserScoped && caller.UserId is null ? Failure.Forbidden("Only a person can connect their account to this integration")
            : instance;
    }
}
