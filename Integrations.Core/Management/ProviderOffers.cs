using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Of which providers an organization may have an integration: the same for one that is made and for one that is given to someone.</summary>
internal static class ProviderOffers
{
    /// <returns>The provider, or <c>provider.not_found</c>, <c>instance.level_not_supported</c>, or <c>permission_denied</c> where the plan lacks it.</returns>
    public static async Task<Result<CatalogEntry>> FindOfferedAsync(
        this CatalogService catalog, IDbContextFactory<IntegrationsDbContext> contexts, Caller caller, Guid organizationId, string idOrKey, InstanceLevel level, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(idOrKey, cancellationToken) is not { } provider || (!provider.IsOffered && !caller.IsSuperAdmin))
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        if (!provider.Document.Levels.Contains(level == InstanceLevel.Organization ? ProviderLevels.Organization : ProviderLevels.User))
        {
            return InstanceFailures.LevelNotSupported(provider.Key, level);
        }

        if (provider.Document.RequiredPlan is not null || provider.Document.IsPremium)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var held = await db.Organizations.Where(o => o.Id == organizationId).Select(o => o.Plan).SingleAsync(cancellationToken);
            var needed = provider.Document.RequiredPlan ?? "team";
            if (!Plans.Covers(held, needed))
            {
                return InstanceFailures.PlanRequired(provider.DisplayName, needed);
            }
        }

        return provider;
    }
}
