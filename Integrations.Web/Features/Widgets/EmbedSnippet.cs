using System.Net;
using Integrations.Core.Widgets;

namespace Integrations.Web.Features.Widgets;

/// <summary>What a site adds to one of its pages to show a widget.</summary>
internal static class EmbedSnippet
{
    /// <summary>The kind of message by which a widget tells its page how high it is; see <c>embed.js</c>.</summary>
    public const string Message = "integrations:height";

    /// <summary>The frame, without a border, and as high as most of its kind are.</summary>
    /// <param name="name">Of the integration: anything a person wrote, so it is encoded.</param>
    public static string Frame(string address, string name, WidgetKind kind) =>
        $"<iframe src=\"{WebUtility.HtmlEncode(address)}\" title=\"{WebUtility.HtmlEncode(name)}\" width=\"100%\" height=\"{(kind == WidgetKind.Status ? 160 : 420)}\" style=\"border:0\" loading=\"lazy\"></iframe>";

    /// <summary>Gives each frame the height of its content. It listens to the hub alone, and takes nothing but a number for the frame that spoke.</summary>
    /// <param name="address">Of any page of the hub.</param>
    public static string Script(string address) =>
        "<script>addEventListener(\"message\", (event) => { "
        + $"if (event.origin !== \"{new Uri(address).GetLeftPart(UriPartial.Authority)}\" || event.data?.type !== \"{Message}\") return; "
        + "for (const frame of document.querySelectorAll(\"iframe\")) if (frame.contentWindow === event.source) frame.style.height = Number(event.data.height) + \"px\"; });</script>";
}
