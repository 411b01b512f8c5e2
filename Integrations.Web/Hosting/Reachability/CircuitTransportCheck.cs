using Integrations.Core.Operations;

namespace Integrations.Web.Hosting.Reachability;

/// <summary>The doctor's look at how pages are connected.</summary>
internal sealed class CircuitTransportCheck(CircuitTransports transports) : IDoctorCheck
{
    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        [transports.HasPolledRecently
            ? new Finding(
                "WebSocket", FindingSeverity.Warning, "Pages were connected without WebSocket in the last ten minutes: they work, but slower and with more load.",
                "Let the proxy pass the upgrade. nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade (deploy/nginx.conf).")
            : new Finding("WebSocket", FindingSeverity.Ok, "No page on this node had to do without.")]);
}
