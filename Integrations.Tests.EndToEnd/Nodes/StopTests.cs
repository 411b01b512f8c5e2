using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Testing;
using Integrations.Testing.Kill;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>The real program asked to stop while people and receivers are busy with it. <c>scripts/prove stop</c> stops it fifty times.</summary>
public sealed class StopTests(ITestOutputHelper output)
{
    private const int Endpoints = 12;
    private const int Raisers = 4;

    /// <summary>What a service manager waits before it kills.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact, Proves("X1")]
    public async Task StoppedUnderLoad_LosesNothing_CutsNoRequest_AndEndsWithZero()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill.");
        var folder = Directory.CreateTempSubdirectory("hub-stop-");
        var file = Path.Combine(folder.FullName, "hub.db");
        await using var receipts = await Receipts.StartAsync();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Integrations"] = $"Data Source={file}",
            ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Egress__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
            // In it this process sees that readiness is off and sends nothing more, however busy the machine is.
            ["Stop__Pause"] = "00:00:10",
        }.Patiently();
        await using var book = new KillBook(settings, folder.FullName);
        var calls = new List<RaisedCalls>();
        var (cut, stops) = (0, ProofSize.Of(2, 50));
        for (var stop = 0; stop < stops; stop++)
        {
            using var web = await StartAsync(settings);
            if (stop == 0)
            {
                await book.AddEndpointsAsync(receipts.Address, Endpoints);
            }

            var round = new Round(web.Address, await TokenAsync(web.Address));
            var received = receipts.All.Count;
            var raising = Enumerable.Range(0, Raisers).Select(_ => Task.Run(round.RaiseAsync)).ToList();
            var slow = round.CreateSlowlyAsync();
            await Eventually.ValueAsync(() => Task.FromResult(receipts.All.Count), count => count > received + Endpoints);

            await web.AskToStopAsync();
            await round.WatchReadinessAsync();
            calls.AddRange(await Task.WhenAll(raising));
            // A request that was under way when it stopped listening is answered all the same.
            await Eventually.ValueAsync(() => IsListeningAsync(web.Address), listening => !listening);
            round.EndSlow.SetResult();

            Assert.Equal(HttpStatusCode.Created, await slow);
            Assert.Equal(0, await web.EndedAsync(Limit));
            cut += round.Cut;
            Assert.False(await book.HasClaimsAsync(), "It kept claims.");
            Assert.True(new FileInfo(file + "-wal") is { Exists: false } or { Length: 0 }, "The log was not brought into the database.");
        }

        using (await StartAsync(settings))
        {
            await Eventually.ValueAsync(book.IsPendingAsync, pending => !pending);
        }

        var report = await book.CompareAsync(calls, receipts.All, Endpoints);
        output.WriteLine($"{stops} stops: {report.Acknowledged} calls answered, {cut} cut; {report.Received} of {report.Events * Endpoints} deliveries received, {report.Duplicates} twice, {report.Lost} lost");
        Assert.Equal(0, cut);
        Assert.True(report.Holds, report.ToString());
        Assert.Equal(0, report.Duplicates);
        Assert.Equal(calls.Sum(c => c.Acknowledged), report.Events);
    }

    private static Task<WebProcess> StartAsync(Dictionary<string, string> settings) => WebProcess.StartAsync([WebProcess.Program()], settings, "/health/ready");

    private static async Task<string> TokenAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        return await NodeCluster.TokenAsync(client);
    }

    private static async Task<bool> IsListeningAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>What comes to one process until its proxy sees that it is not ready any more.</summary>
    private sealed class Round(Uri address, string token)
    {
        private volatile bool _isReady = true;
        private int _cut;

        public TaskCompletionSource EndSlow { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Requests that were not answered, or with a fault.</summary>
        public int Cut => _cut;

        /// <summary>As a proxy does: after the first answer that is not 200, nothing is sent any more.</summary>
        public async Task WatchReadinessAsync()
        {
            using var client = Client();
            await Eventually.ValueAsync(
                async () =>
                {
                    using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                    return answer.StatusCode;
                },
                status => status == HttpStatusCode.ServiceUnavailable);
            _isReady = false;
        }

        public async Task<RaisedCalls> RaiseAsync()
        {
            using var client = Client();
            string? id = null;
            var (acknowledged, turn) = (0, 0);
            while (_isReady)
            {
                try
                {
                    using var answer = id is null
                        ? await client.PostAsJsonAsync("/api/tenant/integrations", new { integrationId = "github", name = $"Stop {Guid.NewGuid():N}" })
                        : await client.PostAsync(new Uri($"/api/tenant/integrations/{id}/{(turn % 2 == 0 ? "deactivate" : "activate")}", UriKind.Relative), null);
                    switch (answer)
                    {
                        case { StatusCode: HttpStatusCode.Created }:
                            id = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("id").GetString();
                            break;
                        case { IsSuccessStatusCode: true }:
                            (acknowledged, turn) = (acknowledged + 1, turn + 1);
                            break;
                        // A person's share of a minute; asked again until the stop.
                        case { StatusCode: HttpStatusCode.TooManyRequests }:
                            await Task.Delay(TimeSpan.FromMilliseconds(50));
                            break;
                        default:
                            Interlocked.Increment(ref _cut);
                            break;
                    }
                }
                catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
                {
                    Interlocked.Increment(ref _cut);
                }
            }

            return new RaisedCalls(id, acknowledged);
        }

        /// <summary>A request whose body is still coming when the program stops listening.</summary>
        public async Task<HttpStatusCode> CreateSlowlyAsync()
        {
            using var client = Client();
            using var body = new SlowBody(EndSlow.Task, JsonSerializer.Serialize(new { integrationId = "github", name = $"Slow {Guid.NewGuid():N}" }));
            using var answer = await client.PostAsync(new Uri("/api/tenant/integrations", UriKind.Relative), body);
            return answer.StatusCode;
        }

        private HttpClient Client()
        {
            var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return client;
        }
    }

    /// <summary>Blanks, which JSON allows, until it may end: quick enough not to be cut off as too slow.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly Task _end;
        private readonly byte[] _json;

        public SlowBody(Task end, string json)
        {
            (_end, _json) = (end, Encoding.UTF8.GetBytes(json));
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        [SuppressMessage("Design", "CA1062", Justification = "Called by HttpClient.")]
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var blanks = Encoding.UTF8.GetBytes(new string(' ', 256));
            while (!_end.IsCompleted)
            {
                await stream.WriteAsync(blanks, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                await Task.WhenAny(_end, Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken));
            }

            await stream.WriteAsync(_json, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
