using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.Links;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>Connects, tests and disconnects integrations by credentials that people type; OAuth is <see cref="OAuth.OAuthFlow"/>.</summary>
public sealed class ConnectionService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    CatalogService catalog,
    CredentialCheck check,
    ConnectionStore store,
    ConnectionTeardown connectionEnd,
    VendorCalls calls,
    ConnectionAttempts attempts,
    AuditLog audit,
    Outbox outbox,
    TimeProvider clock)
{
    /// <summary>The connection that this caller uses on an integration.</summary>
    public async Task<Result<ConnectionView>> GetAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) is not { } instance)
        {
            return InstanceFailures.NotFound;
        }

        return await db.Connections.AsNoTracking().UsedBy(caller, instance).SingleOrDefaultAsync(cancellationToken) is { } connection
            ? ConnectionView.Of(connection, await catalog.FindAsync(instance.ProviderKey, cancellationToken))
            : ConnectionFailures.NotConnected(instance.UserScoped);
    }

    /// <summary>Tests credentials without storing anything, and shows the account that was found.</summary>
    public async Task<Result<VendorAccount>> TryAsync(Caller caller, string provider, string authKind, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.Connect) is { } readOnly)
        {
            return readOnly;
        }

        if (await catalog.FindAsync(provider, cancellationToken) is not { } entry || (!entry.IsOffered && !caller.IsSuperAdmin))
        {
            return ProviderFailures.NotFound(provider);
        }

        return (await check.CheckAsync(entry, authKind, fields, cancellationToken)).Map(c => c.Account);
    }

    /// <summary>Connects with what a person typed. The credential is tested first; one that fails stores nothing.</summary>
    /// <param name="caller">An administrator, or a user for their own connection.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="request">The credential.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public async Task<Result<ConnectionView>> ConnectAsync(Caller caller, Guid instanceId, ConnectRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await ForConnectingAsync(db, caller, instanceId, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if (await catalog.FindAsync(instance.ProviderKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(instance.ProviderKey);
        }

        var owner = ConnectionQueries.OwnerFor(caller, instance);
        var checkedCredential = await check.CheckAsync(entry, request.AuthKind, request.Fields, cancellationToken);
        if (!checkedCredential.TryGet(out var credential, out var failure))
        {
            if (failure.IsVendorSide)
            {
                await attempts.RecordAsync(caller, instance, owner, clock.GetElapsedTime(started), failure, account: null, cancellationToken);
            }

            return failure;
        }

        var saved = await store.SaveAsync(db, caller, instance, owner, credential, request.DisplayName, request.AllowAccountChange, cancellationToken);
        await attempts.RecordAsync(caller, instance, owner, clock.GetElapsedTime(started), saved.Failure, saved.IsSuccess ? saved.Value : null, cancellationToken);
        return saved.Map(connection => ConnectionView.Of(connection));
    }

    /// <summary>Asks the vendor whether the connection works; a failing test is an answer, not an error.</summary>
    public async Task<Result<TestOutcome>> TestAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.Connect) is { } readOnly)
        {
            return readOnly;
        }

        var started = clock.GetTimestamp();
        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Test, background: false, cancellationToken);
        if (!opened.TryGet(out var call, out var failure))
        {
            // What only says "this cannot work" is a failed test; what says "not yours" is not.
            return failure.Kind is FailureKind.NotFound or FailureKind.Forbidden ? failure : new TestOutcome(failure, null, clock.GetUtcNow(), clock.GetElapsedTime(started));
        }

        using (call)
        {
            var open = call.Open;
            var account = await open.Session.CallAsync(() => open.Entry.Connector.GetAccountAsync(open.Session, cancellationToken), cancellationToken);
            if (account.IsSuccess && open.Entry.As<ITestConnection>() is { } testing && (await open.Session.CallAsync(() => testing.TestAsync(open.Session, cancellationToken), cancellationToken)).Failure is { } untested)
            {
                account = untested;
            }

            var took = clock.GetElapsedTime(started);
            await calls.EndAsync(call, account.Failure, "Connection successful", cancellationToken, validated: true);
            return new TestOutcome(account.Failure, account.IsSuccess ? account.Value : null, clock.GetUtcNow(), took);
        }
    }

    /// <summary>Ends the caller's connection: the ciphertext goes at once, the vendor is asked to forget the token.</summary>
    /// <returns>When it was disconnected; a second time is not an error.</returns>
    public async Task<Result<DateTimeOffset>> DisconnectAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await ForConnectingAsync(db, caller, instanceId, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var now = clock.GetUtcNow();
        if (await db.Connections.UsedBy(caller, instance).SingleOrDefaultAsync(cancellationToken) is not { } connection)
        {
            return now;
        }

        connectionEnd.End(db, connection);
        if (!instance.UserScoped)
        {
            instance.LastError = null;
            instance.Status = instance.Status == InstanceStatus.Disabled ? InstanceStatus.Disabled : InstanceStatus.Pending;
        }

        audit.Add(db, caller, "connection.disconnected", InstanceAudit.Target(instance), new { account = connection.AccountName ?? connection.AccountId });
        outbox.Add(db, instance.OrganizationId, EventTypes.IntegrationDisconnected, new { integrationId = instance.Id, name = instance.Name, provider = instance.ProviderKey, reason = "disconnected" });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        connectionEnd.Wake();
        await attempts.RecordEndAsync(caller, connection, cancellationToken);
        return now;
    }

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

        return caller.Must(Rights.Connect) is { } readOnly ? readOnly
            // Its maker administers the integration, and stands for the link.
            : caller is { LinkId: not null, UserId: null } && instance is { UserScoped: false, Level: InstanceLevel.Organization } ? instance
            : !instance.UserScoped && InstanceQueries.MayChange(caller, instance) is { } forbidden ? forbidden
            : instance.UserScoped && caller.UserId is null ? Failure.Forbidden("Only a person can connect their account to this integration")
            : instance;
    }
}
