using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Integrations.Core.Demo;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Hosting.Telemetry;

/// <summary>
/// The host's own categories at Trace: requests with every kind of secret in address, header and form are made, then all that was
/// logged is searched for them.
/// </summary>
public sealed class LogSecretsTests
{
    [Fact, Proves("L1", "O8")]
    public async Task AtTrace_NoCategoryOfTheHostTellsASecret()
    {
        var log = new LogCapture();
        await using var hub = new HubApp()
            .With("Logging:LogLevel:Default", "Trace").With("Logging:LogLevel:Microsoft.AspNetCore", "Trace").With("Logging:LogLevel:System.Net.Http.HttpClient", "Trace")
            .With("Logging:LogLevel:Integrations.Web.Hosting.SignIn.BearerHandler", "Trace").With("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace")
            .Serving(services => services.AddSingleton<ILoggerProvider>(log));
        using var anonymous = hub.Anonymous();
        using var signedIn = await hub.SignedInAsync("admin@acme.test");
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        string Secret(string name) => secrets[name] = NewSecret();

        (HttpClient Client, string Address)[] asked =
        [
            (anonymous, $"/api/integrations/oauth/callback?code={Secret("code")}&state={Secret("state")}"),
            (signedIn, $"/api/integrations/oauth/callback?code={Secret("code of a person")}&state={Secret("state of a person")}"),
            (anonymous, $"/connect/confirm?state={Secret("confirmation")}"),
            (anonymous, $"/account/sign-in?returnUrl=%2Fconnect%2Fconfirm%3Fstate%3D{Secret("state in a return address")}"),
            (anonymous, $"/integrations?secret={Secret("query that is sent to sign in with")}"),
            (anonymous, $"/account/choose-password?token={Secret("invitation")}"),
            (anonymous, $"/setup?token={Secret("setup")}"),
            (anonymous, $"/embed/links/{Secret("widget")}"),
            (anonymous, $"/embed/links/{Secret("widget with a theme")}?theme=dark"),
            (anonymous, $"/calendar/itf_{Secret("calendar")}.ics"),
            (anonymous, $"/connect/with/itl_{Secret("link to connect")}"),
            (anonymous, $"/account/sign-in?returnUrl=%2Fconnect%2Fwith%2Fitl_{Secret("link to connect in a return address")}"),
            (anonymous, $"/api/webhooks/github/{Guid.NewGuid()}?key={Secret("inbound key")}"),
            (anonymous, $"/api/inbound/{Secret("key in a path that nothing serves")}"),
            (anonymous, $"/account/microsoft/callback?code={Secret("code of Microsoft")}&state={Secret("state of Microsoft")}"),
            (anonymous, $"/_blazor?id={Secret("connection")}"),
            (signedIn, $"/oauth/authorize?client_id=x&state={Secret("state of a program")}&code_challenge={Secret("challenge of a program")}"),
            (anonymous, $"/oauth/authorize?client_id=x&state={Secret("state of a stranger's program")}"),
            (signedIn, $"/oauth/consent?ask={Secret("request of a program")}"),
        ];
        foreach (var (client, address) in asked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            using var answer = await client.SendAsync(request);
        }

        foreach (var authorization in new[] { $"Bearer {Secret("bearer token")}", $"Bearer hub_pat_{Secret("personal token")}", $"Basic {Secret("basic")}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/tenant/integrations", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("Cookie", $"hub-session={Secret("cookie")}");
            using var answer = await anonymous.SendAsync(request);
        }

        using (await HubApp.SignInAsync(signedIn, "admin@acme.test", Secret("wrong password")))
        {
        }

        secrets["password"] = DemoOptions.DefaultPassword;
        secrets["access token"] = await hub.TokenForAsync("admin@acme.test");
        await anonymous.GetAsync(new Uri($"/api/platform/providers?access_token={secrets["access token"]}", UriKind.Relative));

        var lines = log.Lines.ToList();
        Assert.Contains(lines, line => line.StartsWith("Trace Microsoft.AspNetCore", StringComparison.Ordinal) || line.StartsWith("Debug Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal) && line.Contains("?***", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/embed/links/***", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/connect/with/***", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/calendar/***.ics", StringComparison.Ordinal));
        Assert.Empty(secrets.SelectMany(secret => lines.Where(line => line.Contains(secret.Value, StringComparison.Ordinal)).Take(2).Select(line => $"{secret.Key}: {line}")));
    }

    [Theory, Proves("L1")]
    [InlineData("Request starting HTTP/1.1 GET http://hub/api/x?code=abc&state=def - - -", "Request starting HTTP/1.1 GET http://hub/api/x?*** - - -")]
    [InlineData("form code=abc&state=def; key=x", "form code=***&state=***; key=***")]
    [InlineData("/embed/links/q9Zk2x0BvVbN3mLs8TqPwErTyUiOpAsD", "/embed/links/***")]
    [InlineData("Endpoint 'HTTP: GET /api/tenant/integrations/{id:guid}'", "Endpoint 'HTTP: GET /api/tenant/integrations/{id:guid}'")]
    [InlineData("/integrations/01900000-0000-7000-8000-0000000000a1", "/integrations/01900000-0000-7000-8000-0000000000a1")]
    [InlineData("trace 0af7651916cd43dd8448eb211c80319c", "trace 0af7651916cd43dd8448eb211c80319c")]
    [InlineData("Why? No one knows.", "Why? No one knows.")]
    [InlineData("default(DateTimeOffset?), [Property: User.DisabledAt (DateTimeOffset?)]", "default(DateTimeOffset?), [Property: User.DisabledAt (DateTimeOffset?)]")]
    public void WhatLibrariesLog_LosesItsSecrets_AndKeepsTheRest(string text, string expected)
    {
        Assert.Equal(expected, LogRedaction.For("Microsoft.AspNetCore.Hosting.Diagnostics").Of(text));
        Assert.Equal(text, LogRedaction.For("Integrations.Core.Webhooks").Of(text));
    }

    [Theory, Proves("L1")]
    [InlineData("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher")]
    [InlineData("Microsoft.AspNetCore.Components.Server.Circuits.CircuitHost")]
    [InlineData("Microsoft.AspNetCore.Http.Connections.Internal.HttpConnectionManager")]
    [InlineData("Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectHandler")]
    [InlineData("OpenIddict.Server.OpenIddictServerDispatcher")]
    public void CategoriesThatTellWholeMessages_AreNotHeardBelowAWarning(string category)
    {
        Assert.False(LogRedaction.For(category).Allows(LogLevel.Information));
        Assert.True(LogRedaction.For(category).Allows(LogLevel.Warning));
    }

    /// <summary>As the hub makes them: 32 random bytes, base64url.</summary>
    private static string NewSecret()
    {
        while (true)
        {
            var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            if (secret.Any(char.IsAsciiDigit))
            {
                return secret;
            }
        }
    }
}
