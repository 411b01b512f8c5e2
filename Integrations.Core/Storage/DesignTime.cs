using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage;

/// <summary>What a context needs that only scaffolds migrations and compiles its model (scripts/add-migration); it never connects.</summary>
internal static class DesignTime
{
    public static WriteLock Gate() => new(
        oneWriter: false, TimeProvider.System, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static IEntryChain Chain { get; } = new NoChain();

    private sealed class NoChain : IEntryChain
    {
        public Task PrepareAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is written.");

        public Task LinkAsync(IntegrationsDbContext db, IReadOnlyList<IChainedEntry> entries, Func<CancellationToken, Task> save, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is written.");
    }
}
