using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Integrations.Client;
using Integrations.Client.Models;
using Integrations.Tests.Api.Platform;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Client;

/// <summary>Deliveries that the hub really signed are verified, and no mutation of one is.</summary>
[Collection(ClientCollection.Name)]
public sealed class HubWebhookTests(ClientHub hub)
{
    private const string Typed = "my_secret_key of ünsere Firma";

    [Fact]
    public async Task Delivery_IsVerified_WithGeneratedSecretAndDuringARotationWithBoth()
    {
        await using var program = hub.Program();
        var api = program.GetRequiredService<IntegrationsHub>().Automation;
        var (receiver, webhook) = await CreateAsync(api);
        await api.TestAsync(webhook.Id);
        var rotated = (await api.RotateWebhookAsync(webhook.Id)).Value.Secret;
        await api.TestAsync(webhook.Id);

        var sent = await ReceivedAsync(receiver);

        Assert.Equal(2, sent.Count);
        var first = HubWebhook.Verify(sent[0].Body, sent[0].Headers, webhook.Secret);
        Assert.Equal(("webhook.test", sent[0].Header("webhook-id")), (first.Event!.Type, first.Event.Id));
        Assert.Equal(JsonValueKind.Object, first.Event.Data.ValueKind);
        Assert.Equal(HubWebhookRefusal.SignatureWrong, HubWebhook.Verify(sent[0].Body, sent[0].Headers, rotated).Refusal);
        Assert.All<string[]>([[rotated], [webhook.Secret], [rotated, webhook.Secret], ["another", rotated]], secrets => Assert.True(HubWebhook.Verify(sent[1].Body, sent[1].Headers, secrets).IsValid));
        Assert.True(HubWebhook.VerifyBody(sent[0].Body, [webhook.Secret]));
        Assert.True(HubWebhook.VerifyBody(sent[1].Body, [webhook.Secret, rotated]));
        Assert.False(HubWebhook.VerifyBody(sent[1].Body, [webhook.Secret]));
    }

    [Fact]
    public async Task Delivery_ThatIsChangedInAnyByte_IsRefused()
    {
        await using var program = hub.Program();
        var api = program.GetRequiredService<IntegrationsHub>().Automation;
        var (receiver, webhook) = await CreateAsync(api, Typed);
        await api.TestAsync(webhook.Id);
        var sent = Assert.Single(await ReceivedAsync(receiver));
        Assert.True(HubWebhook.Verify(sent.Body, sent.Headers, Typed).IsValid);

        for (var i = 0; i < sent.Body.Length; i++)
        {
            var changed = (byte[])sent.Body.Clone();
            changed[i] ^= 1;
            Assert.Equal(HubWebhookRefusal.SignatureWrong, HubWebhook.Verify(changed, sent.Headers, Typed).Refusal);
            Assert.False(HubWebhook.VerifyBody(changed, [Typed]), Encoding.UTF8.GetString(changed));
        }

        Assert.Equal(HubWebhookRefusal.SignatureWrong, HubWebhook.Verify([.. sent.Body, (byte)' '], sent.Headers, Typed).Refusal);
        Assert.Equal(HubWebhookRefusal.SignatureWrong, HubWebhook.Verify([], sent.Headers, Typed).Refusal);
        Assert.False(HubWebhook.VerifyBody([.. sent.Body, (byte)' '], [Typed]));
        Assert.False(HubWebhook.VerifyBody([], [Typed]));
        var later = (long.Parse(sent.Header("webhook-timestamp")) + 1).ToString();
        Assert.All(
            new (string Name, string[] Values, HubWebhookRefusal Refusal)[]
            {
                ("webhook-id", [Guid.NewGuid().ToString()], HubWebhookRefusal.SignatureWrong),
                ("webhook-id", [], HubWebhookRefusal.HeaderMissing),
                ("webhook-id", [sent.Header("webhook-id"), "another"], HubWebhookRefusal.HeaderMissing),
                ("webhook-id", ["a.1"], HubWebhookRefusal.HeaderUnreadable),
                ("webhook-timestamp", [later], HubWebhookRefusal.SignatureWrong),
                ("webhook-timestamp", ["yesterday"], HubWebhookRefusal.HeaderUnreadable),
                ("webhook-timestamp", ["-1"], HubWebhookRefusal.HeaderUnreadable),
                ("webhook-timestamp", ["99999999999999999"], HubWebhookRefusal.HeaderUnreadable),
                ("webhook-timestamp", [], HubWebhookRefusal.HeaderMissing),
                ("webhook-signature", [], HubWebhookRefusal.HeaderMissing),
                ("webhook-signature", [""], HubWebhookRefusal.SignatureWrong),
                ("webhook-signature", ["v1,"], HubWebhookRefusal.SignatureWrong),
                ("webhook-signature", [sent.Header("webhook-signature").Replace("v1,", "v1a,", StringComparison.Ordinal)], HubWebhookRefusal.SignatureWrong),
                ("webhook-signature", [sent.Header("webhook-signature") + "AAAA"], HubWebhookRefusal.SignatureWrong),
                ("webhook-signature", ["v1," + Convert.ToBase64String(new byte[32])], HubWebhookRefusal.SignatureWrong),
            },
            change => Assert.Equal(change.Refusal, HubWebhook.Verify(sent.Body, sent.With(change.Name, change.Values), Typed).Refusal));
        Assert.True(HubWebhook.Verify(sent.Body, sent.With("webhook-signature", ["v1,AAAA " + sent.Header("webhook-signature")]), Typed).IsValid);
        Assert.Equal(HubWebhookRefusal.SignatureWrong, HubWebhook.Verify(sent.Body, sent.Headers, Array.Empty<string>()).Refusal);
        Assert.Equal(HubWebhookRefusal.SignatureWrong, HubWebhook.Verify(sent.Body, sent.Headers, "").Refusal);
    }

    [Theory]
    [InlineData(-299, true), InlineData(299, true), InlineData(-301, false), InlineData(301, false)]
    public async Task Delivery_ThatIsOldOrOfTheFuture_IsRefused(int seconds, bool isTaken)
    {
        await using var program = hub.Program();
        var api = program.GetRequiredService<IntegrationsHub>().Automation;
        var (receiver, webhook) = await CreateAsync(api);
        await api.TestAsync(webhook.Id);
        var sent = Assert.Single(await ReceivedAsync(receiver));
        var clock = new MovableClock(DateTimeOffset.FromUnixTimeSeconds(long.Parse(sent.Header("webhook-timestamp"))).AddSeconds(seconds));

        var verdict = HubWebhook.Verify(sent.Body, sent.Headers, webhook.Secret, clock);

        Assert.Equal((isTaken, isTaken ? null : HubWebhookRefusal.TooFarFromNow), (verdict.IsValid, verdict.Refusal));
        Assert.True(HubWebhook.Verify(sent.Body, sent.Headers, webhook.Secret, clock, TimeSpan.FromHours(1)).IsValid);
    }

    private async Task<(string Receiver, AutomationWebhook Webhook)> CreateAsync(AutomationApi api, string? secret = null)
    {
        var receiver = Guid.NewGuid().ToString("N");
        var created = await api.CreateWebhookAsync(new AutomationWebhookRequest { Name = PlatformScene.Unique("Hook"), Url = new Uri(hub.Address, $"/sandbox/receiver/{receiver}").AbsoluteUri, Events = ["workflow.executed"], Secret = secret });
        return (receiver, created.Value);
    }

    private async Task<IReadOnlyList<Delivered>> ReceivedAsync(string receiver)
    {
        var messages = await hub.Hub.Anonymous.GetFromJsonAsync<JsonElement>($"/sandbox/receiver/{receiver}/messages");
        return [.. messages.EnumerateArray().Select(Delivered.Of).OrderBy(sent => sent.Header("webhook-timestamp"), StringComparer.Ordinal).ThenBy(sent => sent.Header("webhook-signature").Length)];
    }

    /// <summary>As a receiver has it.</summary>
    private sealed record Delivered(byte[] Body, HeaderDictionary Headers)
    {
        public static Delivered Of(JsonElement message)
        {
            var headers = new HeaderDictionary();
            foreach (var header in message.GetProperty("headers").EnumerateObject())
            {
                headers[header.Name] = header.Value.GetString();
            }

            return new Delivered(Encoding.UTF8.GetBytes(message.GetProperty("body").GetString()!), headers);
        }

        public string Header(string name) => Headers[name].ToString();

        public HeaderDictionary With(string name, string[] values)
        {
            var changed = new HeaderDictionary(Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase));
            changed.Remove(name);
            if (values.Length > 0)
            {
                changed[name] = values;
            }

            return changed;
        }
    }
}
