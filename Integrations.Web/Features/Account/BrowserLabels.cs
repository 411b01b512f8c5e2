using Integrations.Web.Localization;

namespace Integrations.Web.Features.Account;

/// <summary>A User-Agent header in a few words, good enough for a person to know their own browser by. Nothing is decided by it.</summary>
internal static class BrowserLabels
{
    // Each names those it descends from, so the most special comes first.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string? userAgent)
    {
        var browser = Find(Browsers, userAgent) ?? Text.T("Unknown browser");
        return Find(Systems, userAgent) is { } system ? Text.T("{0} on {1}", browser, system) : browser;
    }

    private static string? Find((string Sign, string Name)[] signs, string? text) =>
        text is null ? null : signs.Where(s => text.Contains(s.Sign, StringComparison.Ordinal)).Select(s => s.Name).FirstOrDefault();
}
