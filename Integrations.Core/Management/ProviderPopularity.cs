using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Integrations.Core.Management;

/// <summary>
/// How much a provider is used here: the share of this hub's organizations that have it connected, in percent. It is a figure
/// about this installation, not about the market, and names no organization.
/// </summary>
public sealed class ProviderPopularity(IDbContextFactory<IntegrationsDbContext> contexts) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _figures = new(new MemoryCacheOptions());

    /// <summary>Percent by provider key; a provider that no one has connected is absent.</summary>
    public async Task<IReadOnlyDictionary<string, int>> FiguresAsync(CancellationToken cancellationToken)
    {
        if (_figures.TryGetValue(nameof(FiguresAsync), out IReadOnlyDictionary<string, int>? known))
        {
            return known!;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var organizations = await db.Organizations.CountAsync(o => o.DisabledAt == null, cancellationToken);
        var connected = await db.Connections.Where(c => c.DisconnectedAt == null)
            .GroupBy(c => c.ProviderKey)
            .Select(g => new { Key = g.Key, Organizations = g.Select(c => c.OrganizationId).Distinct().Count() })
            .ToListAsync(cancellationToken);
        IReadOnlyDictionary<string, int> figures = connected.ToDictionary(
            c => c.Key, c => organizations == 0 ? 0 : (int)Math.Min(100, Math.Round(100.0 * c.Organizations / organizations)), StringComparer.Ordinal);
        return _figures.Set(nameof(FiguresAsync), figures, Remembered);
    }

    /// <inheritdoc/>
    public void Dispose() => _figures.Dispose();
}
