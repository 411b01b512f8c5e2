using Integrations.Core.Activity;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Activity;

/// <summary>The activity log's codes in words.</summary>
internal static class ActivityWords
{
    public static string Type(string type) => type switch
    {
        ActivityTypes.Sync => "Sync",
        ActivityTypes.Test => "Test",
        ActivityTypes.Connect => "Connect",
        ActivityTypes.Disconnect => "Disconnect",
        ActivityTypes.Search => "Search",
        ActivityTypes.Read => "Read",
        ActivityTypes.Action => "Action",
        ActivityTypes.Refresh => "Renewal",
        ActivityTypes.Inbound => "Event received",
        ActivityTypes.Channel => "Channel at the vendor",
        _ => type,
    };

    public static Tone Tone(ActivityStatus status) => status switch
    {
        ActivityStatus.Success => Components.Shared.Tone.Ok,
        ActivityStatus.Failed => Components.Shared.Tone.Bad,
        _ => Components.Shared.Tone.Busy,
    };

    public static string Status(ActivityStatus status) => status switch
    {
        ActivityStatus.Success => "Success",
        ActivityStatus.Failed => "Failed",
        _ => "Running",
    };
}
