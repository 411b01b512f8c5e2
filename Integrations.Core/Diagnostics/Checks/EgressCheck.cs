using System.Net.Sockets;
using Integrations.Connectors.Http;
using Integrations.Core.Permissions;
using Microsoft.Extensions.Options;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the hub's outgoing requests reach more than they should.</summary>
internal sealed class EgressCheck(IOptions<EgressOptions> egress) : IDoctorCheck
{
    private const int WidestNetwork = 8;

    /// <summary>Of IPv6: that of all unique local addresses.</summary>
    private const int WidestNetwork6 = 7;

    public string Name => "Egress";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult(Egress());

    private IReadOnlyList<Finding> Egress()
    {
        var wide = egress.Value.Allowed.Where(n => n.PrefixLength < (n.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? WidestNetwork : WidestNetwork6)).Select(n => n.ToString()).ToList();
        return wide.Count > 0
                ? [new Finding("Egress", FindingSeverity.Error, Say("Egress:AllowedPrivateNetworks opens {0}: webhooks reach nearly everything inside.", string.Join(", ", wide)), Say("List the few networks that receivers are really in."))]
            : egress.Value.UseSystemProxy
                ? [new Finding("Egress", FindingSeverity.Warning, Say("Egress:UseSystemProxy is on: the proxy, not the hub, decides which addresses are connected to."), Say("Let the proxy refuse private networks, or switch it off."))]
            : egress.Value.Allowed.Count > 0
                ? [new Finding("Egress", FindingSeverity.Ok, Say("Private networks are closed, but for {0}.", string.Join(", ", egress.Value.Allowed)))]
            : [new Finding("Egress", FindingSeverity.Ok, Say("Private networks are closed."))];
    }
}
