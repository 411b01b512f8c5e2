using Integrations.Core.Management;
using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Api.Accounts;

/// <summary>Document 004's status routes.</summary>
public sealed class AccountEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private string User => hub.UserCaller.UserId.ToString()!;

    [Fact]
    public async Task Status_OfOneself_TellsWhatIsConnected_InCamelCase()
    {
        var connected = await hub.Get<IntegrationActions>().CreateUserIntegrationAsync(
            hub.UserCaller, new CreateIntegration("github", "Mine", (await hub.CredentialAsync("github")).Fields), CancellationToken.None);
        Assert.True(connected.IsSuccess);

        var all = await ApiHub.SendAsync(hub.User, "GET", $"/api/auth/integrations/{User}");
        Assert.True(all.Status == 200, all.ToString());
        PlatformScene.HasMembers(all["integrations"], "github", "googleCalendar", "googleMeet", "googleDrive", "dropbox", "slack");
        Assert.True(all["integrations.github.connected"].GetBoolean());
        PlatformScene.HasMembers(all["integrations.github"], "connected", "username", "avatarUrl", "connectedAt");
        Assert.Equal("""{"connected":false}""", all["integrations.googleCalendar"].GetRawText());

        var github = await ApiHub.SendAsync(hub.User, "GET", $"/api/auth/github/status/{User}");
        Assert.Equal((200, true, true), (github.Status, github["success"].GetBoolean(), github["connected"].GetBoolean()));
        var calendar = await ApiHub.SendAsync(hub.User, "GET", $"/api/google-calendar/status/{User}");
        Assert.Equal((200, """{"success":true,"connected":false}"""), (calendar.Status, calendar.Text));

        // An administrator sees that someone is connected, never as whom.
        var seen = await ApiHub.SendAsync(hub.Admin, "GET", $"/api/auth/integrations/{User}");
        Assert.Equal("""{"connected":true}""", seen["integrations.github"].GetRawText());
    }

    [Fact, Proves("A4")]
    public async Task Status_OfOthers_IsForbiddenInside_AndNotFoundOutside()
    {
        foreach (var route in new[] { "/api/auth/integrations/", "/api/auth/github/status/", "/api/google-calendar/status/" })
        {
            var colleague = await ApiHub.SendAsync(hub.User, "GET", route + hub.AdminCaller.UserId);
            var foreign = await ApiHub.SendAsync(hub.Stranger, "GET", route + User);
            var absent = await ApiHub.SendAsync(hub.Stranger, "GET", route + Guid.NewGuid());
            var nonsense = await ApiHub.SendAsync(hub.Stranger, "GET", route + "nonsense");

            Assert.Equal((403, """{"success":false,"message":"User-scoped integration access denied"}"""), (colleague.Status, colleague.Text));
            Assert.Equal((404, """{"success":false,"message":"User not found"}"""), (foreign.Status, foreign.Text));
            Assert.Equal(foreign.Text, absent.Text);
            Assert.Equal(foreign.Text, nonsense.Text);
            Assert.Equal(401, (await ApiHub.SendAsync(hub.Anonymous, "GET", route + User)).Status);
        }
    }
}
