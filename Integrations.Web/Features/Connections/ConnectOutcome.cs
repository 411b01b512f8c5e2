namespace Integrations.Web.Features.Connections;

/// <summary>How a sign-in at the vendor ended, in words; the address carries only a code.</summary>
internal static class ConnectOutcome
{
    public const string AccountChanged = "connection.account_changed";

    public static string Words(string code, string vendor) => code switch
    {
        "oauth.denied" => $"Access was not granted at {vendor}, so nothing was connected. Connect again and choose Allow to go on.",
        AccountChanged => $"You signed in at {vendor} with another account than before. Nothing was changed yet.",
        "oauth.scope_missing" => $"{vendor} did not grant everything that is needed. Connect again and leave all boxes ticked.",
        "oauth.state_invalid" => "The sign-in took longer than ten minutes or was finished already. Connect again.",
        "oauth.client_missing" or "oauth.client_refused" => $"{vendor} does not know the hub's OAuth client. Whoever runs this hub has to check its id and secret on the provider's page.",
        "permission_denied" => "The sign-in was started in another browser or by somebody else. Connect again from here.",
        _ => $"{vendor} could not complete the sign-in. Connect again; if it keeps happening, whoever runs this hub finds the reason in the log.",
    };
}
