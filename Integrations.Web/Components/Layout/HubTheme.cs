using MudBlazor;

namespace Integrations.Web.Components.Layout;

/// <summary>The one place for colours, type, radius and sizes. Components and app.css read what it gives as <c>--mud-*</c> variables.</summary>
/// <remarks>Every pair of text and ground passes WCAG 2.2 AA in both palettes, on the soft grounds of app.css too; axe checks each page.</remarks>
internal static class HubTheme
{
    private static readonly string[] Font = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"];

    /// <summary>For <c>&lt;html data-theme="light"&gt;</c> and for documents that say nothing.</summary>
    public static MudTheme Light { get; } = Create(":root");

    /// <summary>For <c>&lt;html data-theme="dark"&gt;</c>. Both are on every page, so that the switch needs no circuit.</summary>
    public static MudTheme Dark { get; } = Create(":root[data-theme=dark]");

    private static MudTheme Create(string scope) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        PaletteLight = new PaletteLight
        {
            Primary = "#2f5fd0",
            PrimaryContrastText = "#ffffff",
            Secondary = "#555e70",
            SecondaryContrastText = "#ffffff",
            Success = "#156c3b",
            SuccessContrastText = "#ffffff",
            Info = "#1f63b8",
            InfoContrastText = "#ffffff",
            Warning = "#8a5700",
            WarningContrastText = "#ffffff",
            Error = "#b3261e",
            ErrorContrastText = "#ffffff",
            Dark = "#5a6271",
            DarkContrastText = "#ffffff",
            TextPrimary = "#1b2130",
            TextSecondary = "#555e70",
            TextDisabled = "#767f90",
            ActionDefault = "#555e70",
            ActionDisabled = "#767f90",
            ActionDisabledBackground = "#e6e9ef",
            Background = "#f6f7f9",
            BackgroundGray = "#eef0f4",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#3d4658",
            DrawerIcon = "#555e70",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2130",
            LinesDefault = "#e1e4ea",
            LinesInputs = "#878f9e",
            TableLines = "#e1e4ea",
            TableHover = "#f6f7f9",
            Divider = "#e1e4ea",
            Skeleton = "#e6e9ef",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fb0ff",
            PrimaryContrastText = "#0e1730",
            Secondary = "#a9b2c1",
            SecondaryContrastText = "#12151b",
            Success = "#6fd39b",
            SuccessContrastText = "#0c2417",
            Info = "#7fb8f5",
            InfoContrastText = "#0b2136",
            Warning = "#f0bd62",
            WarningContrastText = "#2b1e05",
            Error = "#f59a93",
            ErrorContrastText = "#3a1110",
            Dark = "#a9b2c1",
            DarkContrastText = "#12151b",
            TextPrimary = "#e7eaf0",
            TextSecondary = "#a9b2c1",
            TextDisabled = "#8791a2",
            ActionDefault = "#a9b2c1",
            ActionDisabled = "#8791a2",
            ActionDisabledBackground = "#2a303b",
            Background = "#12151b",
            BackgroundGray = "#222731",
            Surface = "#1a1e26",
            DrawerBackground = "#161a21",
            DrawerText = "#c3cad6",
            DrawerIcon = "#a9b2c1",
            AppbarBackground = "#161a21",
            AppbarText = "#e7eaf0",
            LinesDefault = "#2d3440",
            LinesInputs = "#6b7587",
            TableLines = "#2d3440",
            TableHover = "#20252e",
            Divider = "#2d3440",
            Skeleton = "#2a303b",
        },
        // The bar itself is an eighth lower than it is told.
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "64px", DrawerWidthLeft = "240px", DrawerMiniWidthLeft = "64px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Font, FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.015em" },
            H2 = new H2Typography { FontFamily = Font, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.01em" },
            H3 = new H3Typography { FontFamily = Font, FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Font, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Font, FontSize = "0.8125rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Font, FontSize = "0.875rem", FontWeight = "550", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Font, FontSize = "0.75rem", LineHeight = "1.5", LetterSpacing = "normal" },
        },
    };
}
