using System.Net;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting;

/// <summary>The theme as a file: whole in both palettes, small, and kept by browsers until it changes.</summary>
public sealed class ThemeStylesheetTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Theme_HasBothPalettes_AndNoMarkup()
    {
        using var client = new HttpClient { BaseAddress = hub.Address };

        var css = await client.GetStringAsync(new Uri("/theme.css", UriKind.Relative));

        Assert.Contains(":root{", css, StringComparison.Ordinal);
        Assert.Contains(":root[data-theme=dark]{", css, StringComparison.Ordinal);
        Assert.DoesNotContain('<', css);
    }

    [Fact]
    public async Task Theme_UnderTheAddressThatPagesName_IsKeptForGood_AndCompressed()
    {
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = hub.Address };
        var page = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative));
        var start = page.IndexOf("/theme.css?v=", StringComparison.Ordinal);
        using var asked = new HttpRequestMessage(HttpMethod.Get, page[start..page.IndexOf('"', start)]);
        asked.Headers.AcceptEncoding.ParseAdd("gzip, br");

        using var answer = await client.SendAsync(asked);

        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length < 6_000);
    }
}
