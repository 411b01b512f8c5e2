using System.Net;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Receiver;

namespace Integrations.Tests.Sandbox;

/// <summary>The sandbox's receiver of webhooks: shows what arrived and whether its signature holds, and stays small.</summary>
public sealed class WebhookReceiverTests : IAsyncLifetime
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SandboxServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Message_IsShown_WithWhetherItsSignatureHolds()
    {
        await SendAsync("a", "{\"n\":1}", Sign("{\"n\":1}"));
        Assert.Equal("unchecked", (await MessagesAsync("a"))[0].GetProperty("signature").GetString());

        await SaveAsync("a", ("secret", Secret));
        await SendAsync("a", "{\"n\":2}", Sign("{\"n\":1}"));
        await SendAsync("a", "{\"n\":3}", "v1,bm90IGl0 " + Sign("{\"n\":3}"));
        await SendAsync("a", "{\"n\":4}", null);

        Assert.Equal(["missing", "valid", "invalid", "valid"], (await MessagesAsync("a")).Select(m => m.GetProperty("signature").GetString()));
        var page = await _http.GetStringAsync(Address("a"));
        Assert.Contains("Signature holds", page, StringComparison.Ordinal);
        Assert.Contains("Signature does not hold", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_IsText_WhateverItHolds()
    {
        await SendAsync("b", "<script>alert(1)</script>", null);

        var page = await _http.GetStringAsync(Address("b"));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_IsTheOneThatWasChosen()
    {
        await SaveAsync("c", ("answer", "410"));
        Assert.Equal(HttpStatusCode.Gone, await SendAsync("c", "{}", null));
        await SaveAsync("c", ("answer", "999"));
        Assert.Equal(HttpStatusCode.Gone, await SendAsync("c", "{}", null));
    }

    [Fact]
    public async Task Memory_IsBounded_InMessages_Bytes_AndReceivers()
    {
        for (var i = 0; i < WebhookReceiver.MostMessages + 5; i++)
        {
            await SendAsync("d", $"{{\"n\":{i}}}", null);
        }

        await SendAsync("d", new string('x', ReceivedMessage.MostKept + 10), Sign("x"));
        var messages = await MessagesAsync("d");
        Assert.Equal(WebhookReceiver.MostMessages, messages.Count);
        Assert.Equal((ReceivedMessage.MostKept, ReceivedMessage.MostKept + 10), (messages[0].GetProperty("body").GetString()!.Length, messages[0].GetProperty("length").GetInt32()));
        Assert.Equal("unchecked", messages[0].GetProperty("signature").GetString());

        for (var i = 0; i < WebhookReceivers.MostReceivers; i++)
        {
            await SendAsync($"other-{i}", "{}", null);
        }

        Assert.Empty(await MessagesAsync("d"));
    }

    [Theory]
    [InlineData("/sandbox/receiver/a.b")]
    [InlineData("/sandbox/receiver/a%2Fb")]
    public async Task Name_ThatIsNotPlain_ReceivesNothing(string path)
    {
        using var content = new StringContent("{}");
        using var answer = await _http.PostAsync(new Uri(_server.Origin, path), content);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task New_IsARandomAddress_AndTheHomePageLeadsThere()
    {
        using var opened = await _http.GetAsync(new Uri(_server.Origin, "/sandbox/receiver"));

        Assert.Matches("^/sandbox/receiver/[0-9a-f]{32}$", opened.Headers.Location!.OriginalString);
        Assert.Contains("/sandbox/receiver", await _http.GetStringAsync(new Uri(_server.Origin, "/sandbox")), StringComparison.Ordinal);
    }

    // The hub signs, the sandbox checks by its own code.
    private static string Sign(string body) => WebhookSignature.Sign(new Secret(Secret), "evt", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), Encoding.UTF8.GetBytes(body));

    private Uri Address(string id) => new(_server.Origin, $"/sandbox/receiver/{id}");

    private async Task<HttpStatusCode> SendAsync(string id, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(id)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", "evt");
        request.Headers.Add("webhook-timestamp", "1700000000");
        if (signature is not null)
        {
            request.Headers.Add("webhook-signature", signature);
        }

        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task SaveAsync(string id, params (string Name, string Value)[] values)
    {
        using var form = new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        using var answer = await _http.PostAsync(new Uri(_server.Origin, $"/sandbox/receiver/{id}/settings"), form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<IReadOnlyList<JsonElement>> MessagesAsync(string id) =>
        [.. JsonElement.Parse(await _http.GetStringAsync(new Uri(_server.Origin, $"/sandbox/receiver/{id}/messages"))).EnumerateArray()];
}
