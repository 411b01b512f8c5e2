using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Primitives;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Connections;

/// <summary>How a sign-in at the vendor ended, in words; the address carries only a code.</summary>
internal static class ConnectOutcome
{
    public static string Words(string code, string vendor) => code switch
    {
        OAuthFailures.DeniedCode => Text.T("Access was not granted at {0}, so nothing was connected. Connect again and choose Allow to go on.", vendor),
        ConnectionFailures.AccountChangedCode => Text.T("You signed in at {0} with another account than before. Nothing was changed yet.", vendor),
        OAuthFailures.ScopeMissingCode => Text.T("{0} did not grant everything that is needed. Connect again and leave all boxes ticked.", vendor),
        OAuthFailures.StateInvalidCode => Text.T("The sign-in took longer than ten minutes or was finished already. Connect again."),
        OAuthFailures.ClientMissingCode or OAuthFailures.ClientRefusedCode => Text.T("{0} does not know the hub's OAuth client. The person who runs this hub has to check its id and secret on the provider's page.", vendor),
        OAuthFailures.StarterGoneCode => Text.T("Who started this sign-in may no longer connect anything: signed out, revoked or disabled meanwhile. Connect again from here."),
        OAuthFailures.UnderWayCode => Text.T("The sign-in is still being finished. Load this page again in a moment."),
        Failure.ForbiddenCode => Text.T("The sign-in was started in another browser or by someone else. Connect again from here."),
        _ => Text.T("{0} could not complete the sign-in. Connect again; if it keeps happening, the person who runs this hub finds the reason in the log.", vendor),
    };
}
