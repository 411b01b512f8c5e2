using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Inbox;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.VendorEvents;

/// <summary>Requests of vendors as they came: kept with what was made of them, shown without secrets, handled once more.</summary>
public sealed class InboundInboxTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private InboundInbox Inbox => hub.Get<InboundInbox>();

    [Fact]
    public async Task EveryRequest_IsKept_WithItsVerdict_AndWithoutSecretsWhereItIsShown()
    {
        var (id, opened) = await OpenAsync("github");
        var body = $$"""{"action":"edited","repository":{"full_name":"acme/roadmap"},"issue":{"number":1},"access_token":"gho_nobody_sees_this","note":"{{opened.Secret.Reveal()}}"}""";
        var genuine = VendorDelivery.GitHub(opened, "d1", body);
        await ReceiveAsync("github", id, genuine);
        await ReceiveAsync("github", id, genuine.With(body: Encoding.UTF8.GetBytes("{}")));

        var rows = await RowsAsync(id, 2);

        var accepted = Assert.Single(rows, r => r.Verdict == ReceiptVerdict.Accepted);
        Assert.Equal(("issues.edited", "d1", Encoding.UTF8.GetByteCount(body), true), (accepted.EventType, accepted.DeliveryId, accepted.BodyBytes, accepted.IsWhole));
        Assert.Equal("signature", Assert.Single(rows, r => r.Verdict == ReceiptVerdict.Rejected).Reason);
        Assert.Equal(accepted.Id, Assert.Single((await Inbox.LatestAsync(hub.Admin, id, ReceiptVerdict.Accepted, 10, None)).Value).Id);

        var seen = (await Inbox.GetAsync(hub.Admin, id, accepted.Id, None)).Value;
        Assert.Equal("POST", seen.Method);
        Assert.Contains("\"full_name\": \"acme/roadmap\"", seen.Body, StringComparison.Ordinal);
        Assert.Contains(("X-GitHub-Event", "issues"), seen.Headers);
        Assert.Contains(("X-Hub-Signature-256", "***"), seen.Headers);
        Assert.Equal([("key", "***")], seen.Query);
        var shown = $"{seen.Body}{string.Join('|', seen.Headers)}{string.Join('|', seen.Query)}";
        Assert.All(new[] { "gho_nobody_sees_this", opened.Secret.Reveal(), VendorDelivery.KeyOf(opened) }, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));

        // Nor are they in the row.
        var stored = await hub.WithDatabaseAsync(db => db.InboundReceipts.AsNoTracking().SingleAsync(r => r.Id == accepted.Id));
        Assert.DoesNotContain("acme", stored.Ciphertext, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownAddresses_AndIntegrationsWithoutOne_LeaveNothing()
    {
        var (other, opened) = await OpenAsync("github");
        var closed = await hub.EnableAsync(hub.Admin, "github");
        var delivery = VendorDelivery.Of("github", opened, "d1");

        await ReceiveAsync("github", Guid.NewGuid(), delivery);
        await ReceiveAsync("github", closed, delivery);
        await ReceiveAsync("github", other, delivery);

        await RowsAsync(other, 1);
        Assert.Empty((await Inbox.LatestAsync(hub.Admin, closed, null, 10, None)).Value);
    }

    [Fact]
    public async Task RefusedForAMistypedSecret_IsHandled_OnceTheSecretIsRight_AndNotBefore()
    {
        var id = await hub.EnableAsync(hub.Admin, "slack");
        var vendors = "the-signing-secret-of-slack";
        var typed = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, "the-signing-secret-of-slakc", overlap: false, None)).Value;
        // Signed long enough ago that a delivery of now would be too old.
        var sent = Signed(typed, vendors, DateTimeOffset.UtcNow.AddMinutes(-4));
        await ReceiveAsync("slack", id, sent);
        var refused = Assert.Single(await RowsAsync(id, 1));

        var still = await hub.Get<InboxReplay>().ReplayAsync(hub.Admin, id, refused.Id, None);
        Assert.Equal("inbound.still_refused", still.Failure?.Code);

        // The former address goes on for a day, in which the vendor is told the new one.
        Assert.True((await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, vendors, overlap: true, None)).IsSuccess);
        Assert.True((await hub.Get<InboxReplay>().ReplayAsync(hub.Admin, id, refused.Id, None)).IsSuccess);

        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == id)));
        Assert.Equal((ReceiptVerdict.Accepted, "e1"), (await RowsAsync(id, 1)).Select(r => (r.Verdict, r.DeliveryId!)).Single());
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Action == "inbound_request.replayed" && a.TargetId == refused.Id.ToString())));
    }

    [Fact]
    public async Task ReplayOfWhatWasGenuine_HasItsEffectAgain()
    {
        var (id, opened) = await OpenAsync("github");
        await ReceiveAsync("github", id, VendorDelivery.Of("github", opened, "d1"));
        var row = Assert.Single(await RowsAsync(id, 1));
        await Eventually.ValueAsync(() => ActivitiesAsync(id), count => count == 1);

        Assert.True((await hub.Get<InboxReplay>().ReplayAsync(hub.Admin, id, row.Id, None)).IsSuccess);

        await Eventually.ValueAsync(() => ActivitiesAsync(id), count => count == 2);
    }

    [Fact]
    public async Task OthersSeeNothing_AndChangeNothing()
    {
        var (id, opened) = await OpenAsync("github");
        await ReceiveAsync("github", id, VendorDelivery.Of("github", opened, "d1"));
        var row = Assert.Single(await RowsAsync(id, 1));
        var other = await hub.EnableAsync(hub.Admin, "github");

        Assert.Equal("integration.not_found", (await Inbox.LatestAsync(hub.Stranger, id, null, 10, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await Inbox.GetAsync(hub.Stranger, id, row.Id, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await hub.Get<InboxReplay>().ReplayAsync(hub.Stranger, id, row.Id, None)).Failure?.Code);
        Assert.Equal(FailureKind.Forbidden, (await Inbox.GetAsync(hub.User, id, row.Id, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await hub.Get<InboxReplay>().ReplayAsync(hub.User, id, row.Id, None)).Failure?.Kind);
        // The id of another integration's request.
        Assert.Equal("inbound.no_request", (await Inbox.GetAsync(hub.Admin, other, row.Id, None)).Failure?.Code);
        Assert.Equal("inbound.no_request", (await hub.Get<InboxReplay>().ReplayAsync(hub.Admin, other, row.Id, None)).Failure?.Code);
    }

    [Fact]
    public async Task ABodyThatIsTooLong_IsCounted_AndItsEventHappensAllTheSame()
    {
        var (id, opened) = await OpenAsync("github");
        var body = $$"""{"action":"edited","repository":{"full_name":"acme/roadmap"},"issue":{"number":1,"body":"{{new string('x', 40_000)}}"} }""";
        await ReceiveAsync("github", id, VendorDelivery.GitHub(opened, "long", body));
        await ReceiveAsync("github", id, VendorDelivery.GitHub(opened, "long", body).With(body: Encoding.UTF8.GetBytes(body + " ")));

        var rows = await RowsAsync(id, 2);

        Assert.All(rows, r => Assert.False(r.IsWhole));
        var accepted = rows.Single(r => r.Verdict == ReceiptVerdict.Accepted);
        Assert.Null((await Inbox.GetAsync(hub.Admin, id, accepted.Id, None)).Value.Body);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == id)));
        Assert.Equal("inbound.not_kept_whole", (await hub.Get<InboxReplay>().ReplayAsync(hub.Admin, id, rows.Single(r => r.Verdict == ReceiptVerdict.Rejected).Id, None)).Failure?.Code);
    }

    [Fact]
    public async Task AFlood_IsAnsweredWhole_AndKeptInPart_AndForgedRequestsPushNoGenuineOut()
    {
        var (id, opened) = await OpenAsync("github");
        await ReceiveAsync("github", id, VendorDelivery.Of("github", opened, "genuine"));
        await RowsAsync(id, 1);
        var forged = VendorDelivery.Of("github", opened, "forged").With(body: Encoding.UTF8.GetBytes("[]"));

        for (var i = 0; i < 400; i++)
        {
            Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("github", id, forged));
        }

        var refused = await Eventually.ValueAsync(async () => (await Inbox.LatestAsync(hub.Admin, id, ReceiptVerdict.Rejected, 100, None)).Value, rows => rows.Count > 0);
        Assert.InRange(refused.Count, 1, InboxRecorder.MostRefused + 20);
        Assert.Single((await Inbox.LatestAsync(hub.Admin, id, ReceiptVerdict.Accepted, 100, None)).Value);
    }

    [Theory]
    [InlineData("""{"a":{"password":"p1","list":[{"apiKey":"p1"},1]},"clientState":"s3cret-of-the-address"}""", "application/json", new[] { "p1", "s3cret-of-the-address" }, "\"list\"")]
    [InlineData("token=p1&text=hello%20there&command=%2Fissue", "application/x-www-form-urlencoded", new[] { "p1" }, "text = hello there")]
    [InlineData("""{"token":"p1","token":"p2","text":"two of one name"}""", "application/json", new[] { "p1", "p2", "two of one name" }, null)]
    [InlineData("<xml><password>p1</password></xml>", "text/xml", new[] { "p1" }, null)]
    [InlineData("{\"token\":\"p1\"", "application/json", new[] { "p1" }, null)]
    public void Body_IsShownWithoutSecrets_OrNotAtAll(string body, string type, string[] secrets, string? part)
    {
        var request = new InboundRequest("POST", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body));

        var shown = new InboxRedaction(["s3cret-of-the-address"]).Body(request);

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown ?? "", StringComparison.Ordinal));
        Assert.Equal(part is null, shown is null);
        Assert.Contains(part ?? "", shown ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Body_ThatIsNoText_IsNotShown() =>
        Assert.Null(new InboxRedaction([]).Body(new InboundRequest("POST", new Dictionary<string, string>(), new Dictionary<string, string>(), new byte[] { 0xff, 0xfe, 0x00 })));

    private static InboundRequest Signed(OpenedInboundAddress opened, string secret, DateTimeOffset at) =>
        VendorDelivery.Slack(new OpenedInboundAddress(opened.Address, new Secret(secret)), "e1", at);

    private Task<IReadOnlyList<ReceiptRow>> RowsAsync(Guid id, int count) =>
        Eventually.ValueAsync(async () => (await Inbox.LatestAsync(hub.Admin, id, null, 100, None)).Value, rows => rows.Count == count);

    private Task<int> ActivitiesAsync(Guid id) => hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == id && a.Type == ActivityTypes.Inbound));

    private Task<InboundVerdict> ReceiveAsync(string provider, Guid id, InboundRequest request) => hub.Get<InboundService>().ReceiveAsync(provider, id, request, None);

    private async Task<(Guid Id, OpenedInboundAddress Opened)> OpenAsync(string provider)
    {
        var id = await hub.EnableAsync(hub.Admin, provider);
        return (id, (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: true, None)).Value);
    }
}
