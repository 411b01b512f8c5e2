using System.Net.Http.Headers;
using Integrations.Tests.Api;

namespace Integrations.Tests.Connections;

/// <summary>A vendor's answer that is loaded again by a browser that has lost its cookies, as after a restart.</summary>
public sealed class EndedSignInTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly string Answer = $"/api/integrations/oauth/callback?code=spent&state={new string('s', 43)}";

    [Theory]
    [InlineData("en", "Look at the integration: it says whether an account is connected, and whose.", "You are asked to sign in first.", "Not connected")]
    [InlineData("de", "Sehen Sie bei der Integration nach: Dort steht, ob ein Konto verbunden ist und wessen.", "Sie werden zuerst um Ihre Anmeldung gebeten.", "Nicht verbunden")]
    public async Task SecondAnswer_WithoutCookies_EndsOnAPageThatSaysWhatToDo(string language, string what, string first, string claim)
    {
        using var answered = await hub.Anonymous.GetAsync(new Uri(Answer, UriKind.Relative));
        Assert.Equal(302, (int)answered.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, answered.Headers.Location);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));

        using var page = await hub.Anonymous.SendAsync(request);

        var text = System.Net.WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Equal(200, (int)page.StatusCode);
        Assert.Contains(what, text, StringComparison.Ordinal);
        Assert.Contains(first, text, StringComparison.Ordinal);
        Assert.Contains("href=\"/integrations\"", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/connections\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(claim, text, StringComparison.Ordinal);
    }
}
