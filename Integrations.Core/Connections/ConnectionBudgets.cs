using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>What is left of a vendor's budgets for an integration, and who waits for them.</summary>
public sealed class ConnectionBudgets(IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, CredentialVault vault, VendorBudgets budgets)
{
    /// <summary>Each budget of the provider, for the connection that this caller uses.</summary>
    /// <param name="caller">Sees the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Empty where the provider tells no limits, or nothing is connected; <c>integration.not_found</c> for others' integrations.</returns>
    public async Task<Result<IReadOnlyList<BudgetView>>> GetAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FindUsedAsync(caller, instanceId, cancellationToken) is not var (instance, used))
        {
            return InstanceFailures.NotFound;
        }

        if (used is not { } connection || connectors.Find(instance.ProviderKey) is not { } entry || entry.As<IHaveBudgets>() is not { Budgets.Count: > 0 } limits)
        {
            return Result<IReadOnlyList<BudgetView>>.Success([]);
        }

        var owner = BudgetOwner.Of(entry.Manifest, connection.Id, connection.AuthKind, vault.Open(connection), connection.Hosts);
        return Result<IReadOnlyList<BudgetView>>.Success(await budgets.LookAsync(owner, limits, cancellationToken));
    }
}
