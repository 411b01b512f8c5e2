using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>The act in words, alone and with what it is done to.</summary>
internal static class RemedyLabels
{
    public static string Of(Fix fix) => fix switch
    {
        Fix.Connect => Text.T("Connect"),
        Fix.Reconnect => Text.T("Reconnect"),
        Fix.GrantAgain => Text.T("Grant again"),
        Fix.Enable => Text.T("Enable"),
        Fix.Test => Text.T("Test"),
        _ => "",
    };

    public static string Of(Fix fix, string name) => fix switch
    {
        Fix.Connect => Text.T("Connect {0}", name),
        Fix.Reconnect => Text.T("Reconnect {0}", name),
        Fix.GrantAgain => Text.T("Grant {0} again", name),
        Fix.Enable => Text.T("Enable {0}", name),
        Fix.Test => Text.T("Test {0}", name),
        _ => name,
    };
}
