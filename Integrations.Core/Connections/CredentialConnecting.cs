using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>Connects integrations by credentials that people type.</summary>
public sealed class CredentialConnecting(
    IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, CredentialCheck check, ConnectionStore store, ConnectionAttempts attempts, TimeProvider clock)
{
    /// <summary>Tests credentials without storing anything, and shows the account that was found.</summary>
    internal async Task<Result<VendorAccount>> TryAsync(Caller caller, string provider, string authKind, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.Connect) is { } readOnly)
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
    internal async Task<Result<ConnectionView>> ConnectAsync(Caller caller, Guid instanceId, ConnectRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await ConnectionService.ForConnectingAsync(db, caller, instanceId, cancellationToken);
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
}
