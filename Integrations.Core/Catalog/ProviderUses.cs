using Integrations.Core.Storage;

namespace Integrations.Core.Catalog;

internal static class ProviderUses
{
    /// <summary>Whether anything of any organization rests on the provider.</summary>
    public static async Task<bool> AnyAsync(this IEnumerable<IProviderUse> uses, IntegrationsDbContext db, Guid providerId, CancellationToken cancellationToken)
    {
        foreach (var use in uses)
        {
            if (await use.IsUsedAsync(db, providerId, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
