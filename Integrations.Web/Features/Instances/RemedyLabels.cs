using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>The act in words, alone and with what it is done to.</summary>
internal static class RemedyLabels
{
    public static string Of(Remedy fix) => fix switch
    {
        Remedy.Connect => Text.T("Connect"),
        Remedy.Reconnect => Text.T("Reconnect"),
        Remedy.GrantAgain => Text.T("Grant again"),
        Remedy.Enable => Text.T("Enable"),
        Remedy.Test => Text.T("Test"),
        _ => "",
    };

    public static string Of(Remedy fix, string name) => fix switch
    {
        Remedy.Connect => Text.T("Connect {0}", name),
        Remedy.Reconnect => Text.T("Reconnect {0}", name),
        Remedy.GrantAgain => Text.T("Grant {0} again", name),
        Remedy.Enable => Text.T("Enable {0}", name),
        Remedy.Test => Text.T("Test {0}", name),
        _ => name,
    };
}
