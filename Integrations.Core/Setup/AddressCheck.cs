using Integrations.Core.Connections.OAuth;
using Integrations.Core.Diagnostics;
using Integrations.Primitives;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Setup;

/// <summary>The lines of the checklist about the address that people and vendors reach the hub by.</summary>
public sealed class AddressCheck(SelfReach self, PublicOrigin origin, HostFacts host, TimeProvider clock)
{
    private static readonly TimeSpan CertificateSoon = TimeSpan.FromDays(14);

    /// <summary>What vendors are told to send people back to; null while the address is not known.</summary>
    internal string? CallbackUrl => origin.IsKnown ? origin.Url(OAuthFlow.CallbackPath) : null;

    internal async Task<IReadOnlyList<ChecklistLine>> ExamineAsync(bool isServing, CancellationToken cancellationToken)
    {
        var address = Say("Public address");
        if (!origin.IsReachable)
        {
            return [new(
                ChecklistKeys.PublicAddress, address, host.IsProduction ? ChecklistState.Open : ChecklistState.Info, Say("Hub:PublicOrigin is not set: the hub is for this machine alone."),
                Say("Set Hub:PublicOrigin to scheme and host as people see them, such as https://hub.example.org. Vendors send people back there."))];
        }

        var (reached, isTls) = (await self.AskAsync(cancellationToken), origin.Value.Scheme == Uri.UriSchemeHttps);
        var lines = new List<ChecklistLine>
        {
            reached.View is not null
                ? new(ChecklistKeys.PublicAddress, address, ChecklistState.Done, Say("{0} leads to this hub.", origin.Value))
                : new(
                    ChecklistKeys.PublicAddress, address, isServing ? ChecklistState.Wrong : ChecklistState.Attention, Say("{0} was asked from this machine: {1}.", origin.Value, reached.Problem),
                    isServing ? Say("Let the name lead to the proxy, and the proxy to the hub, from this machine too.") : Say("If the hub does not run now, start it and look again.")),
            !isTls
                ? origin.Value.IsLoopback
                    ? new(ChecklistKeys.Tls, Say("TLS"), ChecklistState.Info, Say("Not used on this machine's own address."), Say("For others than you, put a proxy with a certificate before the hub."))
                    : new(ChecklistKeys.Tls, Say("TLS"), ChecklistState.Wrong, Say("{0} is not https.", origin.Value), Say("Put a proxy with a certificate before the hub and set Hub:PublicOrigin to its https address."))
                : Certificate(reached),
        };
        lines.Add(Forwarded(reached, isTls));
        return lines;
    }

    private ChecklistLine Certificate(SelfReached reached) => reached switch
    {
        { CertificateProblem: { } problem } => new(ChecklistKeys.Tls, Say("TLS"), ChecklistState.Wrong, Say("The certificate is not trusted on this machine: {0}.", problem), Say("Install the whole chain at the proxy; where it is of your own authority, add that to this machine's trusted ones.")),
        { CertificateEnds: null } => new(ChecklistKeys.Tls, Say("TLS"), ChecklistState.Open, Say("Not examined: the address was not reached."), Say("See the public address.")),
        { CertificateEnds: { } ends } when ends < clock.GetUtcNow() + CertificateSoon => new(ChecklistKeys.Tls, Say("TLS"), ChecklistState.Attention, Say("The certificate ends on {0:yyyy-MM-dd}.", ends.UtcDateTime), Say("Renew it; see that it is renewed by itself the next time.")),
        _ => new(ChecklistKeys.Tls, Say("TLS"), ChecklistState.Done, Say("The certificate is trusted, until {0:yyyy-MM-dd}.", reached.CertificateEnds!.Value.UtcDateTime)),
    };

    private static ChecklistLine Forwarded(SelfReached reached, bool isTls)
    {
        var title = Say("Forwarded headers");
        return reached.View switch
        {
            null => new(ChecklistKeys.ForwardedHeaders, title, ChecklistState.Open, Say("Not examined: the address was not reached."), Say("See the public address.")),
            { Disbelieved.Count: > 0 } view => new(
                ChecklistKeys.ForwardedHeaders, title, ChecklistState.Wrong, Say("{0} came from {1}, and is not believed.", string.Join(", ", view.Disbelieved), view.RemoteAddress),
                Say("If {0} is your proxy, add it to Hub:KnownProxies (or its network to Hub:KnownNetworks) and restart. Limits and audit see the proxy in place of people until then.", view.RemoteAddress)),
            { Scheme: "http" } view when isTls => new(
                ChecklistKeys.ForwardedHeaders, title, ChecklistState.Wrong, Say("People use https, and the hub is asked over http by {0} without X-Forwarded-Proto.", view.RemoteAddress),
                Say("Let the proxy send X-Forwarded-Proto and X-Forwarded-For, and add {0} to Hub:KnownProxies.", view.RemoteAddress)),
            var view => new(ChecklistKeys.ForwardedHeaders, title, ChecklistState.Done, Say("A request from this machine arrived as {0} from {1}.", view.Scheme, view.RemoteAddress)),
        };
    }
}
