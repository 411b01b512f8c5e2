using Integrations.Core.Diagnostics;
using Integrations.Core.Permissions;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Web.Hosting.Reachability;

/// <summary>The doctor's look at how pages are connected.</summary>
internal sealed class CircuitTransportCheck(CircuitTransports transports) : IDoctorCheck
{
    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        [transports.HasPolledRecently
            ? new Finding(
                "WebSocket", FindingSeverity.Warning, Say("Pages were connected without WebSocket in the last ten minutes: they work, but slower and with more load."),
                Say("Let the proxy pass the upgrade. nginx: {0} (deploy/nginx.conf).", "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade"))
            : new Finding("WebSocket", FindingSeverity.Ok, Say("No page on this node had to do without."))]);
}
