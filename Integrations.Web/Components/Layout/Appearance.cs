namespace Integrations.Web.Components.Layout;

/// <summary>How this browser wants the shell; kept in cookies so that the first answer already looks right. Written by shell.js.</summary>
/// <param name="Name"><c>light</c> or <c>dark</c>.</param>
/// <param name="Rail"><c>open</c> or <c>icons</c>.</param>
/// <param name="Zone">The browser's time zone by its IANA name; <c>UTC</c> until the browser has told.</param>
internal sealed record Appearance(string Name, string Rail, string Zone)
{
    public const string ZoneCookie = "hub-zone";

    public const string ThemeCookie = "hub-theme";
    public const string RailCookie = "hub-rail";

    /// <summary>Read where the language of a request is found out (<see cref="Localization.Languages"/>).</summary>
    public const string LanguageCookie = "hub-language";

    public static Appearance Default { get; } = new("light", "open", "UTC");

    public static Appearance From(IRequestCookieCollection cookies) => new(
        cookies[ThemeCookie] == "dark" ? "dark" : Default.Name,
        cookies[RailCookie] == "icons" ? "icons" : Default.Rail,
        cookies[ZoneCookie] is { Length: > 0 and < 64 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : Default.Zone);
}
