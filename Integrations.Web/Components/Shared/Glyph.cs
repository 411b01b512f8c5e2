using Microsoft.AspNetCore.Components;
using Outlined = MudBlazor.Icons.Material.Outlined;

namespace Integrations.Web.Components.Shared;

/// <summary>
/// A picture beside words, drawn in the page itself: no font that comes late. It is no component, so that a list of a hundred rows
/// keeps no hundred of them; where a component takes an icon, give it <see cref="Path"/>.
/// </summary>
internal static class Glyph
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["account_tree"] = Outlined.AccountTree,
        ["add"] = Outlined.Add,
        ["apps"] = Outlined.Apps,
        ["arrow_downward"] = Outlined.ArrowDownward,
        ["arrow_upward"] = Outlined.ArrowUpward,
        ["auto_awesome"] = Outlined.AutoAwesome,
        ["bolt"] = Outlined.Bolt,
        ["bookmark"] = Outlined.BookmarkBorder,
        ["calendar_month"] = Outlined.CalendarMonth,
        ["cancel"] = Outlined.Cancel,
        ["check"] = Outlined.Check,
        ["check_circle"] = Outlined.CheckCircle,
        ["check_small"] = Outlined.Check,
        ["checklist"] = Outlined.Checklist,
        ["chevron_left"] = Outlined.ChevronLeft,
        ["chevron_right"] = Outlined.ChevronRight,
        ["close"] = Outlined.Close,
        ["content_copy"] = Outlined.ContentCopy,
        ["dark_mode"] = Outlined.DarkMode,
        ["dashboard_customize"] = Outlined.DashboardCustomize,
        ["data_object"] = Outlined.DataObject,
        ["delete"] = Outlined.Delete,
        ["domain"] = Outlined.Domain,
        ["draft"] = Outlined.InsertDriveFile,
        ["edit"] = Outlined.Edit,
        ["error"] = Outlined.ErrorOutline,
        ["event"] = Outlined.Event,
        ["event_busy"] = Outlined.EventBusy,
        ["expand_more"] = Outlined.ExpandMore,
        ["extension"] = Outlined.Extension,
        ["fact_check"] = Outlined.FactCheck,
        ["filter_list"] = Outlined.FilterList,
        ["folder"] = Outlined.Folder,
        ["folder_code"] = Outlined.FolderOpen,
        ["group"] = Outlined.Group,
        ["groups"] = Outlined.Groups,
        ["history"] = Outlined.History,
        ["hub"] = Outlined.Hub,
        ["inbox"] = Outlined.Inbox,
        ["info"] = Outlined.Info,
        ["key"] = Outlined.VpnKey,
        ["left_panel_close"] = Outlined.MenuOpen,
        ["light_mode"] = Outlined.LightMode,
        ["link"] = Outlined.Link,
        ["link_off"] = Outlined.LinkOff,
        ["lock"] = Outlined.Lock,
        ["login"] = Outlined.Login,
        ["logout"] = Outlined.Logout,
        ["mail"] = Outlined.Mail,
        ["manage_accounts"] = Outlined.ManageAccounts,
        ["menu"] = Outlined.Menu,
        ["monitoring"] = Outlined.Insights,
        ["more_vert"] = Outlined.MoreVert,
        ["move_down"] = Outlined.MoveDown,
        ["notifications"] = Outlined.Notifications,
        ["open_in_new"] = Outlined.OpenInNew,
        ["outbox"] = Outlined.Outbox,
        ["pause_circle"] = Outlined.PauseCircle,
        ["person"] = Outlined.Person,
        ["play_circle"] = Outlined.PlayCircle,
        ["refresh"] = Outlined.Refresh,
        ["rocket_launch"] = Outlined.RocketLaunch,
        ["smart_toy"] = Outlined.SmartToy,
        ["schedule"] = Outlined.Schedule,
        ["science"] = Outlined.Science,
        ["search"] = Outlined.Search,
        ["search_off"] = Outlined.SearchOff,
        ["space_dashboard"] = Outlined.SpaceDashboard,
        ["speed"] = Outlined.Speed,
        ["stethoscope"] = Outlined.MonitorHeart,
        ["sync"] = Outlined.Sync,
        ["tag"] = Outlined.Tag,
        ["task_alt"] = Outlined.TaskAlt,
        ["verified"] = Outlined.Verified,
        ["videocam"] = Outlined.Videocam,
        ["warning"] = Outlined.WarningAmber,
        ["webhook"] = Outlined.Webhook,
    };

    /// <summary>Each drawn once: on an open page an element with its attributes weighs more than a reference.</summary>
    private static readonly Dictionary<string, string> Drawings = Paths.ToDictionary(
        glyph => glyph.Key,
        glyph => $"<svg class=\"glyph\" data-glyph=\"{glyph.Key}\" viewBox=\"0 0 24 24\" focusable=\"false\" aria-hidden=\"true\">{glyph.Value}</svg>",
        StringComparer.Ordinal);

    /// <summary>For components that take an icon.</summary>
    public static string Path(string name) => Paths[name];

    /// <summary>For markup. Screen readers hear only the words beside it.</summary>
    /// <param name="name">A key of the list above.</param>
    /// <param name="look">A class more.</param>
    public static RenderFragment Of(string name, string? look = null) => builder =>
    {
        if (look is null)
        {
            builder.AddMarkupContent(0, Drawings[name]);
            return;
        }

        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", $"glyph {look}");
        builder.AddAttribute(2, "data-glyph", name);
        builder.AddAttribute(3, "viewBox", "0 0 24 24");
        builder.AddAttribute(4, "focusable", "false");
        builder.AddAttribute(5, "aria-hidden", "true");
        builder.AddMarkupContent(6, Path(name));
        builder.CloseElement();
    };
}
