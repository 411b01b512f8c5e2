using System.Globalization;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>
/// Deliveries of the hub, verified by libraries that know nothing of it: standardwebhooks and svix from npm, StandardWebhooks from
/// NuGet, and the JavaScript of document 003.
/// </summary>
public sealed class WebhookCounterpartTests(NodeCounterparts node, ConnectedHub hub, ITestOutputHelper output) : IClassFixture<NodeCounterparts>, IClassFixture<ConnectedHub>
{
    private const string Generated = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwdGVzdGluZw==";
    private const string Unpadded = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwdGVzdGluZw";
    private const string Typed = "my_secret_key of ünsere Firma";

    private static readonly DateTimeOffset At = new(2026, 11, 28, 9, 30, 0, 120, TimeSpan.Zero);

    [Theory]
    [InlineData(Generated)]
    [InlineData(Typed)]
    public async Task Corpus_IsVerifiedByEveryLibraryAndByTheDocumentedSnippet(string secret)
    {
        Assert.True(WebhookCorpus.All.Count >= 300, $"{WebhookCorpus.All.Count} events");
        var deliveries = WebhookCorpus.All.Select(data => Deliver(data, secret)).ToList();

        var verdicts = (await node.AskAsync("webhooks", new { deliveries = deliveries.Select(d => d.Scene(secret)) })).EnumerateArray().ToList();

        Assert.Equal(deliveries.Count, verdicts.Count);
        for (var i = 0; i < verdicts.Count; i++)
        {
            var told = $"{WebhookCorpus.All[i]}: {verdicts[i]}";
            Assert.True(verdicts[i].GetProperty("utf8").GetBoolean() && verdicts[i].GetProperty("stringified").GetBoolean(), told);
            Assert.True(verdicts[i].GetProperty("tampered").ValueKind == JsonValueKind.String, told);
            var verified = verdicts[i].GetProperty("verified")[0];
            Assert.True(IsTrue(verified, "standard") && IsTrue(verified, "svix") && IsTrue(verified, "documented"), told);
            Assert.True(VerifiesInDotNet(deliveries[i], secret), told);
        }

        output.WriteLine($"counterpart: {deliveries.Count} deliveries: standardwebhooks, svix, StandardWebhooks (NuGet) and document 003's snippet verified all");
    }

    [Fact, Proves("W4")]
    public async Task Corpus_DuringARotation_OldAndNewVerifyByHeader_AndTheBodyFollowsTheNewOne()
    {
        var deliveries = WebhookCorpus.All.Select(data => Deliver(data, Generated, Typed)).ToList();

        var verdicts = (await node.AskAsync("webhooks", new { deliveries = deliveries.Select(d => d.Scene(Generated, Typed)) })).EnumerateArray().ToList();

        Assert.Equal(deliveries.Count, verdicts.Count);
        for (var i = 0; i < verdicts.Count; i++)
        {
            var (newest, former) = (verdicts[i].GetProperty("verified")[0], verdicts[i].GetProperty("verified")[1]);
            Assert.True(IsTrue(newest, "standard") && IsTrue(newest, "svix") && IsTrue(newest, "documented"), verdicts[i].ToString());
            Assert.True(IsTrue(former, "standard") && IsTrue(former, "svix") && !IsTrue(former, "documented"), verdicts[i].ToString());
            // StandardWebhooks 1.1.2 compares the first signature of the header only (docs/operations.md): the newest secret's.
            Assert.True(VerifiesInDotNet(deliveries[i], Generated));
        }

        output.WriteLine($"counterpart: {deliveries.Count} deliveries during a rotation: both secrets verify by header, the newest by document 003's snippet");
    }

    [Fact]
    public async Task SecretWithoutItsPadding_SignsAsTheSameKey()
    {
        var delivery = Deliver("""{"x":"ü"}""", Unpadded);

        var verdict = (await node.AskAsync("webhooks", new { deliveries = new[] { delivery.Scene(Generated) } }))[0].GetProperty("verified")[0];

        Assert.True(IsTrue(verdict, "standard") && IsTrue(verdict, "svix"), verdict.ToString());
    }

    [Fact, Proves("W4")]
    public async Task RealDelivery_AfterARotation_IsVerifiedWithBothSecrets()
    {
        await using var receiver = await Receiver.StartAsync();
        var webhooks = hub.Get<WebhookEndpointService>();
        var created = (await webhooks.CreateAsync(hub.Admin, new WebhookEndpointValues { Name = "Rotated", Url = receiver.Url, Events = [EventTypes.LinkCreated] }, CancellationToken.None)).Value;
        var rotated = (await webhooks.RotateSecretAsync(hub.Admin, created.Endpoint.Id, CancellationToken.None)).Value;
        await hub.WithDatabaseAsync(async db =>
        {
            hub.Get<Outbox>().Add(db, hub.Admin.OrganizationId!.Value, EventTypes.LinkCreated, new { title = "😀\u00a0\u3000\u2028\ufeff\ue000", amount = 1.50m });
            return await db.SaveChangesAsync();
        });
        var got = (await Eventually.ValueAsync(() => Task.FromResult(receiver.Received.FirstOrDefault()), r => r is not null))!;

        var scene = new Sent(got.Body, got.Headers.Where(h => h.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value, StringComparer.Ordinal)).Scene(rotated.Secret.Reveal(), created.Secret.Reveal());
        var verdict = (await node.AskAsync("webhooks", new { deliveries = new[] { scene } }))[0];

        Assert.True(verdict.GetProperty("stringified").GetBoolean(), verdict.ToString());
        Assert.All(verdict.GetProperty("verified").EnumerateArray(), one => Assert.True(IsTrue(one, "standard") && IsTrue(one, "svix"), verdict.ToString()));
        Assert.True(IsTrue(verdict.GetProperty("verified")[0], "documented"), verdict.ToString());
    }

    [Theory]
    [InlineData("whsec_this is not base64!", "base64")]
    [InlineData(" whsec_c2VjcmV0LXRoYXQtaXMtbG9uZy1lbm91Z2g=", "space")]
    [InlineData("WHSEC_c2VjcmV0LXRoYXQtaXMtbG9uZy1lbm91Z2g=", "base64")]
    [InlineData("whsec_abcdefgh ijkl", "base64")]
    [InlineData("whsec_YWJjZGVmZ2hpamts_-YWJj", "base64")]
    [InlineData("whsec_YWJjZGVmZ2hpamtsY", "base64")]
    [InlineData("whsec_=========", "base64")]
    public async Task Create_SecretThatNoLibraryCanRead_IsRefusedWithTheRule(string secret, string said)
    {
        var refused = (await hub.Get<WebhookEndpointService>().CreateAsync(
            hub.Admin, new WebhookEndpointValues { Name = "Unreadable", Url = "http://127.0.0.1:8085/", Events = [EventTypes.LinkCreated], Secret = secret }, CancellationToken.None)).Failure;

        Assert.Contains(said, Assert.Single(refused!.Fields!["secret"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Generated)]
    [InlineData(Unpadded)]
    [InlineData(Typed)]
    [InlineData("my_secret_key")]
    public async Task Create_SecretThatCanBeRead_IsTaken(string secret) => Assert.Null((await hub.Get<WebhookEndpointService>().CreateAsync(
        hub.Admin, new WebhookEndpointValues { Name = $"Readable {Guid.NewGuid():N}", Url = "http://127.0.0.1:8085/", Events = [EventTypes.LinkDeleted], Secret = secret }, CancellationToken.None)).Failure);

    private static bool IsTrue(JsonElement verdict, string library) => verdict.GetProperty(library).ValueKind == JsonValueKind.True;

    /// <summary>As the sender makes it; the clock of the libraries is the machine's.</summary>
    private static Sent Deliver(string data, params string[] secrets)
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = WebhookMessageBody.Create(EventTypes.WorkflowExecuted, At, data, new Secret(secrets[0]));
        var id = Guid.CreateVersion7(now).ToString();
        return new Sent(body, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["webhook-signature"] = string.Join(' ', secrets.Select(secret => WebhookSignature.Sign(new Secret(secret), id, now, body))),
        });
    }

    private static bool VerifiesInDotNet(Sent sent, string secret)
    {
        var webhook = secret.StartsWith("whsec_", StringComparison.Ordinal) ? new StandardWebhook(secret) : new StandardWebhook(Encoding.UTF8.GetBytes(secret));
        var headers = new HeaderDictionary();
        foreach (var (name, value) in sent.Headers)
        {
            headers[name] = value;
        }

        webhook.Verify(Encoding.UTF8.GetString(sent.Body), headers);
        return true;
    }

    private sealed record Sent(byte[] Body, IReadOnlyDictionary<string, string> Headers)
    {
        public object Scene(params string[] secrets) => new { body = Convert.ToBase64String(Body), headers = Headers, secrets };
    }
}
