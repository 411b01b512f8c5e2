using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Components.Shared;

/// <summary>Our own line drawings for provider tiles, on a grid of 24 by 24.</summary>
internal static class Pictograms
{
    private static readonly string[] Unknown = ["M4 9l8-5 8 5v6l-8 5-8-5z", "M12 20v-9M4 9l8 2 8-2"];

    private static readonly Dictionary<string, string[]> Drawings = new(StringComparer.Ordinal)
    {
        ["calendar"] = ["M4 6h16v14H4z", "M4 10.5h16M8.5 3.5v4M15.5 3.5v4", "M8 14.5h3v2.5H8z"],
        ["branch"] = ["M7 8v8M7 12h5a4 4 0 0 0 4-4", "M7 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM16 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"],
        ["ticket"] = ["M3.5 8h17v3a1.6 1.6 0 0 0 0 3.2v3.3h-17v-3.3a1.6 1.6 0 0 0 0-3.2z", "M14 9.5v1.5M14 13v1.5"],
        ["folder"] = ["M3.5 6h6l2 2.5h9V19h-17z", "M3.5 11.5h17"],
        ["bubble"] = ["M4 5h16v11h-8.5L7 20v-4H4z", "M8 9.5h8M8 12.5h5"],
        ["bolt"] = ["M13 3L5.5 13.5h5.5L10 21l8-11h-5.8z"],
        ["flow"] = ["M3.5 9.5h5v5h-5zM15.5 4h5v5h-5zM15.5 15h5v5h-5z", "M8.5 12h3.5M12 6.5h3.5M12 17.5h3.5M12 6.5v11"],
        ["hook"] = ["M15 4v9a4.5 4.5 0 0 1-9 0v-1.5", "M3.8 13.4L6 11l2.4 2.2M15 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"],
        ["video"] = ["M3.5 7h11v10h-11z", "M14.5 11l6-3.5v9l-6-3.5"],
        ["mail"] = ["M3.5 6h17v12.5h-17z", "M4 7l8 6 8-6"],
        ["box"] = ["M4 8l8-4 8 4v8l-8 4-8-4z", "M4 8l8 4 8-4M12 12v8"],
    };

    /// <summary>Each drawn once: on an open page an element with its attributes weighs more than a reference.</summary>
    private static readonly Dictionary<string, string> Pictures = Drawings.ToDictionary(drawing => drawing.Key, drawing => Picture(drawing.Value), StringComparer.Ordinal);

    private static readonly string UnknownPicture = Picture(Unknown);

    /// <summary>Markup; a box where there is no such drawing.</summary>
    public static MarkupString Of(string? icon) => new(icon is not null && Pictures.TryGetValue(icon, out var picture) ? picture : UnknownPicture);

    private static string Picture(string[] paths) =>
        $"""<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{string.Concat(paths.Select(path => $"<path d=\"{path}\"/>"))}</svg>""";
}
