using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Catalog.Files;

/// <summary>Sees what was added on another node, or put into the operator's folder, within five seconds.</summary>
public sealed class ProviderFileLoop(ProviderFileLoader loader, TimeProvider clock, ILogger<ProviderFileLoop> logger) : BackgroundLoop(clock, logger)
{
    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await loader.RunAsync(cancellationToken);
        return 0;
    }
}
