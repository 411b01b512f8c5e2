using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Instances;

namespace Integrations.Tests.Connections;

/// <summary>A connection whose vendor granted less than was asked for.</summary>
public sealed class GrantedScopesTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Calendars = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";

    [Fact, Proves("O9")]
    public async Task Connection_WithAScopeUnticked_SaysWhichAndWhatWillNotWork()
    {
        var view = await SignInAsync("google_calendar", scope => scope != Calendars);

        var missing = Assert.Single(view.Connection!.MissingScopes);
        Assert.Equal((Calendars, "Searches shared calendars besides your own."), (missing.Name, missing.Reason));
        var look = InstanceAppearance.Of(view, DateTimeOffset.UtcNow);
        Assert.Equal((Tone.Warn, Remedy.GrantAgain), (look.Tone, look.Remedy));
        Assert.Contains(missing.Label, look.Reason, StringComparison.Ordinal);
        Assert.Single((await hub.Get<ConnectionService>().GetAsync(hub.Admin, view.Id, default)).Value.MissingScopes);
    }

    [Theory, Proves("O9")]
    [InlineData("google_calendar")]
    [InlineData("microsoft_outlook")]
    [InlineData("slack")]
    [InlineData("github")]
    [InlineData("dropbox")]
    [InlineData("jira")]
    public async Task Connection_WithAllThatWasAsked_MissesNothing(string provider)
    {
        var view = await SignInAsync(provider, _ => true);

        Assert.Empty(view.Connection!.MissingScopes);
        Assert.Equal(Tone.Ok, InstanceAppearance.Of(view, DateTimeOffset.UtcNow).Tone);
    }

    [Fact]
    public async Task Connection_WithPastedToken_ClaimsNothingMissing()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        Assert.Empty((await hub.Get<ConnectionService>().GetAsync(hub.Admin, id, default)).Value.MissingScopes);
    }

    private async Task<InstanceView> SignInAsync(string provider, Func<string, bool> ticked)
    {
        var id = await hub.EnableAsync(hub.Admin, provider, new InstanceChanges { UserScoped = provider is "google_calendar" or "microsoft_outlook" or "dropbox" ? true : null });
        var flow = hub.Get<OAuthFlow>();
        var started = (await flow.StartAsync(hub.Admin, id, new FlowRequest("/integrations") { BrowserKey = "this-browser" }, default)).Value;
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(started.AuthorizationUrl).Query);
        var asked = (query["scope"] is { Length: > 0 } scope ? scope : query["user_scope"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        using var browser = SandboxConsent.Browser();
        var back = await SandboxConsent.AllowAsync(browser, new Uri(started.AuthorizationUrl), SandboxAccounts.Ada, [.. asked.Where(ticked)]);
        var end = await flow.CompleteAsync(new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "this-browser", SignedInUser = hub.Admin.UserId }, null, null, default);
        Assert.True(end.Failure is null, end.Failure?.ToString());
        return (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value;
    }
}
