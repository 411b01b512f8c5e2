using Integrations.Core.Activity;
using Integrations.Web.Components.Shared;
using Integrations.Web.Texts;

namespace Integrations.Web.Features.Activity;

/// <summary>The activity log's codes in words.</summary>
internal static class ActivityWords
{
    public static string Type(string type) => type switch
    {
        ActivityTypes.Sync => Text.T("Sync"),
        ActivityTypes.Test => Text.T("Test"),
        ActivityTypes.Connect => Text.T("Connect"),
        ActivityTypes.Disconnect => Text.T("Disconnect"),
        ActivityTypes.Search => Text.T("Search"),
        ActivityTypes.Read => Text.T("Read"),
        ActivityTypes.Action => Text.T("Action"),
        ActivityTypes.Refresh => Text.T("Renewal"),
        ActivityTypes.Inbound => Text.T("Event received"),
        ActivityTypes.Channel => Text.T("Channel at the vendor"),
        _ => type,
    };

    /// <summary>As the tab of one integration says it: English has the code itself.</summary>
    public static string Code(string type) => Languages.IsEnglish ? type : Type(type);

    public static Tone Tone(ActivityStatus status) => status switch
    {
        ActivityStatus.Success => Components.Shared.Tone.Ok,
        ActivityStatus.Failed => Components.Shared.Tone.Bad,
        _ => Components.Shared.Tone.Busy,
    };

    public static string Status(ActivityStatus status) => status switch
    {
        ActivityStatus.Success => Text.T("Success"),
        ActivityStatus.Failed => Text.T("Failed"),
        _ => Text.T("Running"),
    };
}
