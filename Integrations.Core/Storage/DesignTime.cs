using System.Diagnostics.Metrics;
using Integrations.Core.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage;

/// <summary>What a context needs that only scaffolds migrations and compiles its model (scripts/add-migration); it never connects.</summary>
internal static class DesignTime
{
    /// <summary>The options that shape the model, as the running hub has them.</summary>
    public static IServiceProvider Services() => new ServiceCollection().AddIdentitySchema().BuildServiceProvider();

    public static WriteGate Gate() => new(
        oneWriter: false, TimeProvider.System, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static AuditKeys AuditKeys() => new(() => throw new NotSupportedException("Nothing is written."), () => throw new NotSupportedException("Nothing is protected."));
}
