using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Activity;

/// <summary>The activity log's codes in words.</summary>
internal static class ActivityLabels
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
        ActivityTypes.Subscription => Text.T("Subscription at the vendor"),
        ActivityTypes.Proxy => Text.T("Call passed on"),
        ActivityTypes.Tool => Text.T("Tool of the hub"),
        _ => type,
    };

    /// <summary>As the tab of one integration says it: English has the code itself.</summary>
    public static string Code(string type) => Languages.IsEnglish ? type : Type(type);

    /// <summary>What was done: an action by its name, as its connector calls it.</summary>
    public static string What(ActivityRow row, ConnectorCatalog connectors) => row.Action is { } action ? Action(row.ProviderKey, action, connectors) : Type(row.Type);

    /// <summary>Through which integration. Of someone else's own connection an administrator learns the fact and no name.</summary>
    public static string Through(ActivityRow row) => row.IsHidden ? Text.T("a personal connection") : row.Type == ActivityTypes.Tool ? Text.T("The hub's tools") : row.InstanceName;

    /// <summary><c>create_folder</c>: "Create folder". One that its connector does not know beforehand, such as a workflow, is told by its own words.</summary>
    public static string Action(string provider, string action, ConnectorCatalog connectors) =>
        connectors.Find(provider)?.As<IRunActions>()?.KnownActions.FirstOrDefault(known => known.Name == action) is { } descriptor
            ? ActionWords.Name(descriptor)
            : Readable(action);

    /// <summary><c>620 ms</c>, <c>2.6 s</c>.</summary>
    public static string Length(int milliseconds) => milliseconds < 1_000 ? Text.T("{0} ms", milliseconds) : Text.T("{0:0.0} s", milliseconds / 1_000d);

    private static string Readable(string action)
    {
        var words = action.Replace('_', ' ').Trim();
        return words.Length == 0 ? action : char.ToUpper(words[0], Text.Formats) + words[1..];
    }

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
