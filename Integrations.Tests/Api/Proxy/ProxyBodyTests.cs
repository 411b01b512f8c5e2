using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Integrations.Tests.Api.Proxy;

/// <summary>Bodies go by as they come, in both directions.</summary>
public sealed class ProxyBodyTests(ProxyHub hub) : IClassFixture<ProxyHub>
{
    private const int Megabyte = 1024 * 1024;
    private const int Size = 20 * Megabyte;

    [Fact]
    public async Task Upload_ReachesTheVendor_BeforeItsEndWasSent()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Vendor.Answers("/upload", async context =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (buffer, total) = (new byte[64 * 1024], 0L);
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
            {
                arrived.TrySetResult();
                hash.AppendData(buffer, 0, read);
                total += read;
            }

            await context.Response.WriteAsync($"{context.Request.ContentType} {total} {Convert.ToHexString(hash.GetHashAndReset())}");
        });
        var bytes = RandomNumberGenerator.GetBytes(Megabyte);
        using var body = new SteppedContent(bytes, Size / Megabyte, arrived.Task);

        using var answer = await hub.SendAsync("PUT", "upload", body);

        Assert.Equal($"application/x-test {Size} {HashOf(bytes)}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Download_ReachesTheCaller_BeforeItsEndWasSent()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bytes = RandomNumberGenerator.GetBytes(Megabyte);
        hub.Vendor.Answers("/download", async context =>
        {
            context.Response.ContentLength = Size;
            context.Response.ContentType = "application/octet-stream";
            for (var sent = 0; sent < Size / Megabyte; sent++)
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await arrived.Task.WaitAsync(context.RequestAborted);
            }
        });

        using var answer = await hub.SendAsync("GET", "download");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, total) = (new byte[64 * 1024], 0);
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            arrived.TrySetResult();
            hash.AppendData(buffer, 0, read);
            total += read;
        }

        Assert.Equal((Size, (long?)Size, HashOf(bytes)), (total, answer.Content.Headers.ContentLength, Convert.ToHexString(hash.GetHashAndReset())));
    }

    [Fact]
    public async Task Body_OverTheLimit_IsRefusedBeforeAnyCall()
    {
        var answer = await hub.RawAsync(hub.Path("large"), $"Content-Length: {(100L * Megabyte) + 1}\r\n", "POST");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("100 MB", answer, StringComparison.Ordinal);
        Assert.Empty(hub.Vendor.At("/large"));
    }

    [Fact, Proves("I11")]
    public async Task Answer_OverTheLimit_IsNotHandedOn()
    {
        hub.Vendor.Answers("/large/answer", async context =>
        {
            context.Response.ContentLength = (100L * Megabyte) + 1;
            await context.Response.StartAsync(context.RequestAborted);
        });

        using var answer = await hub.SendAsync("GET", "large/answer");

        Assert.Contains("proxy.answer_too_large", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact, Proves("R8", "RI4")]
    public async Task Change_WhoseAnswerIsLost_IsMadeOnce_AndSaysSo()
    {
        hub.Vendor.Answers("/lost", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Abort();
        });

        using var answer = await hub.SendAsync("DELETE", "lost", new StringContent("{}"));

        Assert.Contains("proxy.outcome_unknown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(hub.Vendor.At("/lost"));
    }

    /// <summary>What only reads is sent again by itself; a change is the program's own to send again.</summary>
    [Theory, Proves("R8")]
    [InlineData("GET", 2, 200)]
    [InlineData("HEAD", 2, 200)]
    [InlineData("POST", 1, 429)]
    [InlineData("PUT", 1, 429)]
    [InlineData("PATCH", 1, 429)]
    [InlineData("DELETE", 1, 429)]
    public async Task VendorThatSaysToComeAgain_IsAskedAgainForWhatOnlyReads(string method, int times, int status)
    {
        var path = $"/again/{method}";
        var asked = 0;
        hub.Vendor.Answers(path, context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref asked) == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });

        using var answer = await hub.SendAsync(method, path[1..]);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(Enumerable.Repeat(method, times), hub.Vendor.At(path).Select(call => call.Method));
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_BreaksOffForTheCallerToo()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Vendor.Answers("/broken", async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await arrived.Task.WaitAsync(context.RequestAborted);
            context.Abort();
        });

        using var answer = await hub.SendAsync("GET", "broken");
        arrived.SetResult();

        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
    }

    private static string HashOf(byte[] repeated)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < Size / Megabyte; i++)
        {
            hash.AppendData(repeated);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Sends its first part, and the others once that has arrived.</summary>
    private sealed class SteppedContent : HttpContent
    {
        private readonly byte[] _part;
        private readonly int _parts;
        private readonly Task _arrived;

        public SteppedContent(byte[] part, int parts, Task arrived)
        {
            (_part, _parts, _arrived) = (part, parts, arrived);
            Headers.ContentType = new("application/x-test");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < _parts; i++)
            {
                await stream.WriteAsync(_part);
                await stream.FlushAsync();
                await _arrived;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
