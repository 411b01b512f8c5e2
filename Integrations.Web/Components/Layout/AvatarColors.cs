using Integrations.Web.Components.Shared;

namespace Integrations.Web.Components.Layout;

/// <summary>Grounds and letters of people's discs. Each pair has a contrast of at least 4.5 (WCAG 2.2 AA), which a test computes.</summary>
internal static class AvatarColors
{
    /// <summary><see cref="Avatar.Colors"/> of them.</summary>
    public static IReadOnlyList<(string Ground, string Letters)> Light { get; } =
    [
        ("#dbe6ff", "#1f3f94"), ("#d2f0ee", "#0f5753"), ("#d9f0dc", "#1d5b2a"), ("#ecebc8", "#55500f"),
        ("#fde4cf", "#7a3d06"), ("#fcdcdc", "#8a1f1f"), ("#fadcec", "#86205c"), ("#e8defc", "#5a2a9c"),
    ];

    public static IReadOnlyList<(string Ground, string Letters)> Dark { get; } =
    [
        ("#243a70", "#c9d9ff"), ("#174b49", "#b9ece8"), ("#20502b", "#c0ecc8"), ("#4a4718", "#ebe7b0"),
        ("#66380f", "#ffdcbc"), ("#6b2626", "#ffd1d1"), ("#66244a", "#ffcfe7"), ("#4a2f7a", "#e3d4ff"),
    ];

    /// <summary>One class for each, in both palettes; without a character that markup would write in another way.</summary>
    public static string Stylesheet { get; } = string.Join(' ', [.. Rules("", Light), .. Rules(":root[data-theme=dark] ", Dark)]);

    private static IEnumerable<string> Rules(string scope, IReadOnlyList<(string Ground, string Letters)> colors) =>
        colors.Select((color, index) => $"{scope}.avatar.avatar-{index} {{ background: {color.Ground}; color: {color.Letters}; }}");
}
