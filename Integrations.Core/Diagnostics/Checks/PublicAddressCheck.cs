using Integrations.Core.Connections.OAuth;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the hub knows the address that people, vendors and their browsers reach it by.</summary>
internal sealed class PublicAddressCheck(PublicOrigin origin, HostFacts host) : IDoctorCheck
{
    public string Name => "Public address";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult(Address());

    private IReadOnlyList<Finding> Address()
    {
        if (!origin.IsKnown)
        {
            return [new Finding(
                Name, host.IsProduction ? FindingSeverity.Error : FindingSeverity.Warning, Say("Hub:PublicOrigin is not set: callbacks go to the address that the hub listens on."),
                Say("Set Hub:PublicOrigin to scheme and host as people see them, such as https://hub.example.org."))];
        }

        return !origin.Value.IsLoopback && origin.Value.Scheme != Uri.UriSchemeHttps
            ? [new Finding(Name, FindingSeverity.Error, Say("{0} is not https: vendors refuse such callbacks, and browsers send no session cookie.", origin.Value), Say("Put a proxy with a certificate before the hub and set Hub:PublicOrigin to its https address."))]
            : [new Finding(Name, FindingSeverity.Ok, Say("{0}; vendors send people back to {1}.", origin.Value, origin.Url(OAuthFlow.CallbackPath)))];
    }
}
