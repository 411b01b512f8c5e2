using System.IO.Compression;
using System.Net;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Api.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

/// <summary>What strangers may ask is counted by address, and costs little (SECURITY X7).</summary>
public sealed class AnonymousLimitTests : IAsyncLifetime
{
    private const int Most = 40;

    private readonly HubApp _hub = new HubApp().With("RateLimits:Anonymous", Most.ToString()).With("RateLimits:Inbound", "7");
    private HttpClient _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _stranger = _hub.Anonymous();
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact, Proves("SX7", "V2")]
    public async Task EveryDoorForStrangers_CountsByAddress_AndShuts_WhileOthersGoOn()
    {
        using var member = await _hub.WithTokenOfAsync("admin@acme.test");
        string[] doors =
        [
            "/api/openapi/all.json", "/health/ready", "/.well-known/jwks.json", "/api/integrations/oauth/callback?state=x", "/connect/confirm?state=x", "/connect/failed", "/connect/with/itl_x", "/connect/link/01900000-0000-7000-8000-0000000000a1",
            "/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp", "/oauth/refused?error=x",
            "/account/choose-password?user=x&token=x", "/account/sign-in", "/account/denied", "/error",
        ];
        foreach (var door in doors)
        {
            using var answer = await _stranger.GetAsync(new Uri(door, UriKind.Relative));
            Assert.True(answer.Headers.TryGetValues("X-RateLimit-Limit", out var limit) && limit.Single() == Most.ToString(), $"{door} is not counted");
        }

        using (var negotiate = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1"))
        {
            negotiate.Headers.TryAddWithoutValidation("Origin", _hub.Address.GetLeftPart(UriPartial.Authority));
            using var negotiated = await _stranger.SendAsync(negotiate);
            Assert.Equal(HttpStatusCode.OK, negotiated.StatusCode);
            Assert.True(negotiated.Headers.Contains("X-RateLimit-Limit"), "the circuit's door is not counted");
        }

        using (var exchanged = await _stranger.PostAsync(new Uri("/oauth/token", UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "refresh_token")])))
        {
            Assert.Equal(HttpStatusCode.BadRequest, exchanged.StatusCode);
            Assert.True(exchanged.Headers.Contains("X-RateLimit-Limit"), "the door of programs is not counted");
        }

        var refused = 0;
        for (var i = 0; i < Most; i++)
        {
            using var answer = await _stranger.GetAsync(new Uri(doors[i % doors.Length], UriKind.Relative));
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.True(refused >= doors.Length, $"{refused} were refused");
        foreach (var door in doors)
        {
            using var answer = await _stranger.GetAsync(new Uri(door, UriKind.Relative));
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.True(answer.Headers.Contains("Retry-After"));
        }

        using var own = await member.GetAsync(new Uri("/api/whoami", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        // A supervisor must not be led to end the process by a flood, and files cost nothing.
        using var alive = await _stranger.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var file = await _stranger.GetAsync(new Uri("/app.css", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact, Proves("SX7")]
    public async Task Deliveries_AreCountedByAddress_WhateverTheirKey()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 9; i++)
        {
            using var answer = await _stranger.PostAsync(new Uri($"/api/webhooks/github/{Guid.NewGuid()}?key={i}", UriKind.Relative), new StringContent("{}"));
            statuses.Add(answer.StatusCode);
        }

        Assert.All(statuses.Take(7), status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.All(statuses.Skip(7), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
    }

    [Fact, Proves("SX7")]
    public async Task Description_IsMadeOnce_TaggedAndPacked()
    {
        var store = _hub.Services.GetRequiredService<ApiDocumentStore>();
        Assert.Same(await store.FindAsync("all"), await store.FindAsync("ALL"));
        Assert.Null(await store.FindAsync("none"));

        var (plain, tag, none) = await GetAsync(null);
        Assert.Null(none);
        Assert.Equal(plain, Unpack(await GetAsync("br"), stream => new BrotliStream(stream, CompressionMode.Decompress)));
        Assert.Equal(plain, Unpack(await GetAsync("gzip"), stream => new GZipStream(stream, CompressionMode.Decompress)));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/openapi/all.json");
        again.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var unchanged = await _stranger.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Unpack((byte[] Body, string Tag, string? Packing) answer, Func<Stream, Stream> unpacker)
    {
        Assert.NotNull(answer.Packing);
        using var stream = unpacker(new MemoryStream(answer.Body));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private async Task<(byte[] Body, string Tag, string? Packing)> GetAsync(string? packing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/openapi/all.json");
        if (packing is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", packing);
        }

        using var answer = await _stranger.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Headers.ETag!.ToString(), answer.Content.Headers.ContentEncoding.SingleOrDefault());
    }
}
