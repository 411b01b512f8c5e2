using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Integrations.Web.Localization;

namespace Integrations.Web.Components.Shared;

/// <summary>Titles that strangers gave, or did not give.</summary>
internal static class Titles
{
    /// <summary>There is always something to read and to click: one word for all that has no title, in the language of who looks.</summary>
    public static string Shown(string? title) => title is not null && title != ExternalEntity.Untitled && TextMatch.IsVisible(title) ? title : Text.T("(untitled)");

    /// <summary>For the browser's tab, where no markup isolates.</summary>
    public static string InTab(string? title) => TextDirection.Isolate(Shown(title));
}
