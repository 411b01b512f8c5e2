using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Api;

/// <summary>The address that vendors deliver to, over HTTP.</summary>
public sealed class InboundEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private string Manage => $"/api/integrations/{hub.GitHub}/inbound-address";

    [Fact, Proves("W10")]
    public async Task UnknownAddressAndWrongSignature_AreAnsweredAlike_AndAGenuineOneIsTaken()
    {
        var opened = await ApiHub.SendAsync(hub.Admin, "PUT", Manage, new { secret = "shared-with-github" });
        Assert.Equal(200, opened.Status);
        var address = new Uri(opened["address"].GetString()!).PathAndQuery;
        const string Body = """{"action":"edited"}""";
        var signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("shared-with-github"u8, System.Text.Encoding.UTF8.GetBytes(Body)));
        (string, string)[] headers = [("X-Hub-Signature-256", signature), ("X-GitHub-Delivery", "d1"), ("X-GitHub-Event", "issues")];

        var genuine = await ApiHub.SendAsync(hub.Anonymous, "POST", address, Body, headers);
        var forged = await ApiHub.SendAsync(hub.Anonymous, "POST", address, """{"action":"closed"}""", headers);
        var unknown = await ApiHub.SendAsync(hub.Anonymous, "POST", $"/api/webhooks/github/{Guid.NewGuid()}?key=x", Body, headers);
        var noVendor = await ApiHub.SendAsync(hub.Anonymous, "POST", $"/api/webhooks/nothing/{hub.GitHub}", Body, headers);

        Assert.Equal(200, genuine.Status);
        Assert.Equal(404, forged.Status);
        foreach (var other in new[] { unknown, noVendor })
        {
            Assert.Equal((forged.Status, forged["error.message"].GetString(), forged["error.code"].GetString()), (other.Status, other["error.message"].GetString(), other["error.code"].GetString()));
        }
    }

    [Fact]
    public async Task SignedForm_OfSlack_IsAcknowledged_AndAForgedOneIsRefused()
    {
        var integration = (await ApiHub.SendAsync(hub.Admin, "POST", "/api/tenant/integrations", new { integrationId = "slack", name = Platform.PlatformScene.Unique("Slack") }))["id"].GetGuid();
        var opened = await ApiHub.SendAsync(hub.Admin, "PUT", $"/api/integrations/{integration}/inbound-address", new { secret = "shared-with-slack" });
        var address = new Uri(new Uri(opened["address"].GetString()!).PathAndQuery, UriKind.Relative);
        const string Form = "command=%2Fdeploy&text=now&trigger_id=1.2";

        Assert.Equal(200, await DeliverAsync("shared-with-slack"));
        Assert.Equal(404, await DeliverAsync("shared-with-others"));

        async Task<int> DeliverAsync(string secret)
        {
            var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            var signature = "v0=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes($"v0:{seconds}:{Form}")));
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(Form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded") };
            request.Headers.Add("X-Slack-Request-Timestamp", seconds);
            request.Headers.Add("X-Slack-Signature", signature);
            using var answer = await hub.Anonymous.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task VendorOfAFile_ProvesTheAddress_AndItsDeliveriesAreTaken_AlsoOnceTheSecretIsRight()
    {
        var integration = (await ApiHub.SendAsync(hub.Admin, "POST", "/api/tenant/integrations", new { integrationId = "trello", name = Platform.PlatformScene.Unique("Trello") }))["id"].GetGuid();
        var manage = $"/api/integrations/{integration}/inbound-address";
        var opened = await ApiHub.SendAsync(hub.Admin, "PUT", manage, new { secret = "mistyped-secret" });
        var address = opened["address"].GetString()!;
        using var head = await hub.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(address).PathAndQuery));
        using var unknown = await hub.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/webhooks/trello/{Guid.NewGuid()}?key=x"));
        Assert.Equal((200, 404), ((int)head.StatusCode, (int)unknown.StatusCode));

        // Trello signs the body and the address that it was given.
        const string Body = """{"action":{"id":"a1","type":"updateCard","data":{"card":{"id":"5f0000000000000000000001"}}}}""";
        (string, string) Signed(string url) =>
            ("X-Trello-Webhook", Convert.ToBase64String(Integrations.Connectors.Declarative.Events.EventKey.Hash("sha1", "the-apps-secret"u8.ToArray(), [System.Text.Encoding.UTF8.GetBytes(Body + url)])));
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Anonymous, "POST", new Uri(address).PathAndQuery, Body, Signed(address))).Status);

        var corrected = await ApiHub.SendAsync(hub.Admin, "PUT", manage, new { secret = "the-apps-secret", overlap = true });
        var inbox = $"/api/integrations/{integration}/inbound-requests";
        var listed = await Eventually.ValueAsync(() => ApiHub.SendAsync(hub.Admin, "GET", inbox + "?verdict=rejected"), answer => answer["requests"].GetArrayLength() == 1);
        Assert.Equal(204, (await ApiHub.SendAsync(hub.Admin, "POST", $"{inbox}/{listed["requests.0.id"].GetGuid()}/replay")).Status);

        var now = corrected["address"].GetString()!;
        Assert.Equal(200, (await ApiHub.SendAsync(hub.Anonymous, "POST", new Uri(now).PathAndQuery, Body, Signed(now))).Status);
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Anonymous, "POST", new Uri(now).PathAndQuery, Body, Signed(address))).Status);
    }

    [Fact]
    public async Task HubSpot_SignsMethodAndAddress_AsTheHubShowedIt()
    {
        var integration = (await ApiHub.SendAsync(hub.Admin, "POST", "/api/tenant/integrations", new { integrationId = "hubspot", name = Platform.PlatformScene.Unique("HubSpot") }))["id"].GetGuid();
        var opened = await ApiHub.SendAsync(hub.Admin, "PUT", $"/api/integrations/{integration}/inbound-address", new { secret = "the-apps-secret" });
        var address = opened["address"].GetString()!;
        const string Body = """[{"subscriptionType":"contact.propertyChange","portalId":62515,"objectId":123}]""";
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        (string, string)[] Signed(string text) =>
        [
            ("X-HubSpot-Request-Timestamp", time),
            ("X-HubSpot-Signature-v3", Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData("the-apps-secret"u8, System.Text.Encoding.UTF8.GetBytes(text)))),
        ];

        Assert.Equal(200, (await ApiHub.SendAsync(hub.Anonymous, "POST", new Uri(address).PathAndQuery, Body, Signed($"POST{address}{Body}{time}"))).Status);
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Anonymous, "POST", new Uri(address).PathAndQuery, Body, Signed($"PUT{address}{Body}{time}"))).Status);
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Anonymous, "POST", new Uri(address).PathAndQuery + "&more=1", Body, Signed($"POST{address}{Body}{time}"))).Status);
    }

    [Fact]
    public async Task Inbox_ListsWhatCame_ShowsItWithoutSecrets_AndHandlesItAgain()
    {
        var integration = (await ApiHub.SendAsync(hub.Admin, "POST", "/api/tenant/integrations", new { integrationId = "github", name = Platform.PlatformScene.Unique("Inbox") }))["id"].GetGuid();
        var opened = await ApiHub.SendAsync(hub.Admin, "PUT", $"/api/integrations/{integration}/inbound-address", new { secret = "shared-with-github" });
        var inbox = $"/api/integrations/{integration}/inbound-requests";
        var forged = await ApiHub.SendAsync(
            hub.Anonymous, "POST", new Uri(opened["address"].GetString()!).PathAndQuery, """{"action":"edited","token":"not-for-people"}""", ("X-Hub-Signature-256", "sha256=00"), ("X-GitHub-Delivery", "d1"), ("X-GitHub-Event", "issues"));
        Assert.Equal(404, forged.Status);

        var listed = await Eventually.ValueAsync(() => ApiHub.SendAsync(hub.Admin, "GET", inbox), answer => answer["requests"].GetArrayLength() == 1);
        Assert.Equal(("rejected", "signature"), (listed["requests.0.verdict"].GetString(), listed["requests.0.reason"].GetString()));
        var one = $"{inbox}/{listed["requests.0.id"].GetGuid()}";
        var seen = await ApiHub.SendAsync(hub.Admin, "GET", one);
        Assert.Equal("***", seen["query.key"].GetString());
        Assert.DoesNotContain("not-for-people", seen["body"].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await ApiHub.SendAsync(hub.Admin, "GET", inbox + "?verdict=accepted"))["requests"].GetArrayLength());
        Assert.Equal(400, (await ApiHub.SendAsync(hub.Admin, "GET", inbox + "?verdict=other")).Status);

        var again = await ApiHub.SendAsync(hub.Admin, "POST", one + "/replay");
        Assert.Equal((409, "INBOUND_STILL_REFUSED"), (again.Status, again["error.code"].GetString()));
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Admin, "GET", $"{inbox}/{Guid.NewGuid()}")).Status);
    }

    [Fact, Proves("W9")]
    public async Task BodyBeyondOneMegabyte_IsRefused()
    {
        var answer = await ApiHub.SendAsync(hub.Anonymous, "POST", $"/api/webhooks/github/{hub.GitHub}", new string('x', (1024 * 1024) + 1));

        Assert.Equal(413, answer.Status);
    }

    [Fact, Proves("T5")]
    public async Task TheSecret_IsShownOnce_AndOnlyToThoseWhoMayChangeTheIntegration()
    {
        var opened = await ApiHub.SendAsync(hub.Admin, "PUT", Manage, new { });
        var secret = opened["secret"].GetString()!;
        var shown = await ApiHub.SendAsync(hub.Admin, "GET", Manage);

        Assert.DoesNotContain(secret, shown.Text, StringComparison.Ordinal);
        Assert.EndsWith(shown["secretHint"].GetString()!.TrimStart('…'), secret, StringComparison.Ordinal);
        Assert.Equal(403, (await ApiHub.SendAsync(hub.User, "GET", Manage)).Status);
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Stranger, "GET", Manage)).Status);
        Assert.Equal(401, (await ApiHub.SendAsync(hub.Anonymous, "GET", Manage)).Status);
    }
}
