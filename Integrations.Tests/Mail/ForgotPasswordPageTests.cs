using System.Net;
using System.Net.Http.Headers;
using Integrations.Core.Mail;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Mail;

/// <summary>The sign-in page's way to a forgotten password, over HTTP.</summary>
public sealed class ForgotPasswordPageTests : IAsyncLifetime
{
    private const string Address = "/account/forgot-password";

    private readonly ScriptedSmtp _server = new();
    private readonly HubApp _hub = new();

    public async ValueTask InitializeAsync()
    {
        _hub.With("Mail:Host", "127.0.0.1").With("Mail:Port", $"{_server.Port}").With("Mail:Security", "none").With("Mail:From", "hub@example.test");
        await _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact, Proves("S3")]
    public async Task KnownAndUnknownAddress_GetTheSameAnswer_AndTheLinkLeadsToANewPassword()
    {
        using var client = _hub.WithCookies();
        Assert.Contains(Address, await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative)), StringComparison.Ordinal);

        var known = await AskAsync(client, "user@acme.test");
        var unknown = await AskAsync(client, "nobody@acme.test");
        Assert.Equal(known, unknown);

        await _hub.Services.GetRequiredService<MailWork>().RunOnceAsync(CancellationToken.None);
        var link = Assert.Single(_server.Messages).TextBody!.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("http", StringComparison.Ordinal));
        Assert.StartsWith(_hub.Address.AbsoluteUri, link, StringComparison.Ordinal);
        // Who forgot theirs signs in with the new one: a link by mail alone opens no session.
        Assert.Equal((HttpStatusCode.Redirect, "/account/choose-password?done=true"), await ChooseAsync(client, link));
        Assert.Contains("Your password is set", await client.GetStringAsync(new Uri("/account/choose-password?done=true", UriKind.Relative)), StringComparison.Ordinal);
        using (var stranger = await client.GetAsync(new Uri("/account", UriKind.Relative)))
        {
            Assert.NotEqual(HttpStatusCode.OK, stranger.StatusCode);
        }

        Assert.Equal((HttpStatusCode.BadRequest, null), await ChooseAsync(client, link));
        using var signedIn = await HubApp.SignInAsync(client, "user@acme.test", "nine green lanterns");
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
    }

    [Fact]
    public async Task Language_OfTheLastSignIn_IsThatOfTheMail()
    {
        using var client = _hub.WithCookies();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("de"));
        using var signedIn = await HubApp.SignInAsync(client, "admin@globex.test", Core.Demo.DemoOptions.DefaultPassword);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);

        using var stranger = _hub.WithCookies();
        await AskAsync(stranger, "admin@globex.test");
        await _hub.Services.GetRequiredService<MailWork>().RunOnceAsync(CancellationToken.None);

        Assert.Equal("Wählen Sie ein neues Passwort", Assert.Single(_server.Messages).Subject);
    }

    [Fact]
    public async Task WithoutMail_NothingIsOffered()
    {
        await using var hub = new HubApp();
        await hub.InitializeAsync();
        using var client = hub.WithCookies();

        Assert.DoesNotContain(Address, await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("<form method=\"post\"", await client.GetStringAsync(new Uri(Address, UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(HttpClient client, string email)
    {
        var page = await client.GetStringAsync(new Uri(Address, UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "forgot-password",
            ["__RequestVerificationToken"] = HubApp.FormToken(page),
            ["Form.Email"] = email,
        });
        using var answer = await client.PostAsync(new Uri(Address, UriKind.Relative), form);
        var body = await answer.Content.ReadAsStringAsync();
        var main = body.IndexOf("<main", StringComparison.Ordinal);
        return $"{answer.StatusCode} {body[main..body.IndexOf("</main>", main, StringComparison.Ordinal)]}";
    }

    private static async Task<(HttpStatusCode Status, string? Location)> ChooseAsync(HttpClient client, string link)
    {
        var address = new Uri(new Uri(link).PathAndQuery, UriKind.Relative);
        var page = await client.GetStringAsync(address);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "choose-password",
            ["__RequestVerificationToken"] = HubApp.FormToken(page),
            ["Form.Password"] = "nine green lanterns",
            ["Form.Repeated"] = "nine green lanterns",
        });
        using var answer = await client.PostAsync(address, form);
        return (answer.StatusCode, answer.Headers.Location?.PathAndQuery);
    }
}
