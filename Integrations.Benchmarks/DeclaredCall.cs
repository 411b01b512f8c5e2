using System.Net;
using Integrations.Benchmarks.Load;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace Integrations.Benchmarks;

/// <summary>The same reads and searches of one vendor, by a provider file and by the connector that was written for it.</summary>
/// <remarks>
/// Both go through the hub's own chain of a vendor call. Where the vendor answers at once, what the sandbox answered once is given back: from memory, so
/// that nothing but the two connectors differs and all that is measured is work of the processor, and over this machine's network, which is the quickest vendor there can be.
/// </remarks>
internal static class DeclaredCall
{
    private const double Target = 1.1;
    private const int TurnsPerRound = 40;
    private const int CallsPerTurn = 25;
    private const int SlowCallsPerRound = 20;

    private static readonly TimeSpan SlowVendor = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        var failed = 0;
        foreach (var vendor in Enum.GetValues<Vendor>())
        {
            var slow = vendor == Vendor.Slow;
            var hosts = new[] { "api.dropboxapi.com", "slack.com" };
            await using var hub = await BenchHub.StartAsync(databases, answersAfter: slow ? hosts.ToDictionary(host => host, _ => SlowVendor, StringComparer.OrdinalIgnoreCase) : null);
            var calls = new List<Ratio>();
            foreach (var one in Compared())
            {
                using var written = await SideAsync(hub, one, hub.Get<ConnectorCatalog>().Find(one.Provider)!.Connector!, vendor);
                using var declared = await SideAsync(hub, one, await FileAsync(one.Provider), vendor);
                if (written.Requests != declared.Requests)
                {
                    throw new VoidRunException($"{one.Name}: {declared.Requests} requests by the file, {written.Requests} as written.");
                }

                calls.Add(slow ? await SlowAsync(one, written, declared, rounds) : await AtOnceAsync(one, written, declared, rounds));
            }

            failed |= Ratio.Print(
                "By a file and as written, " + vendor switch
                {
                    Vendor.Memory => "answers from memory, without a network",
                    Vendor.Local => "a vendor on this machine that answers at once",
                    _ => $"a vendor of {SlowVendor.TotalMilliseconds:0} ms",
                },
                [.. calls]);
        }

        return failed;
    }

    private static IEnumerable<Compare> Compared() =>
    [
        new("dropbox", "Dropbox, search, five that match", new EntityQuery("review", 5), IsRead: false),
        new("dropbox", "Dropbox, read one", new EntityQuery("review", 1), IsRead: true),
        new("slack", "Slack, search its channels, matched here", new EntityQuery("e", 50) { EntityTypes = ["channel"] }, IsRead: false),
        new("slack", "Slack, read one", new EntityQuery("widgets", 1) { EntityTypes = ["channel"] }, IsRead: true),
    ];

    private static async Task<Ratio> AtOnceAsync(Compare one, Side written, Side declared, int rounds)
    {
        await WarmUp.RunAsync(20_000, async () =>
        {
            await written.CallAsync();
            await declared.CallAsync();
        });
        return await MeasureAsync(new Ratio(one.Name, "us", Target, atMost: true), written, declared, rounds, TurnsPerRound, CallsPerTurn, perMillisecond: 1_000);
    }

    private static Task<Ratio> SlowAsync(Compare one, Side written, Side declared, int rounds) =>
        MeasureAsync(new Ratio(one.Name, "ms", Target, atMost: true), written, declared, rounds, SlowCallsPerRound, callsPerTurn: 1, perMillisecond: 1);

    private static async Task<Ratio> MeasureAsync(Ratio ratio, Side written, Side declared, int rounds, int turns, int callsPerTurn, double perMillisecond)
    {
        for (var round = 0; round <= rounds; round++)
        {
            var (ours, theirs) = (new Figures(""), new Figures(""));
            for (var turn = 0; turn < turns; turn++)
            {
                await theirs.MeasureAsync(() => ManyAsync(written, callsPerTurn));
                await ours.MeasureAsync(() => ManyAsync(declared, callsPerTurn));
            }

            if (round > 0)
            {
                ratio.Add(ours.Median * perMillisecond / callsPerTurn, theirs.Median * perMillisecond / callsPerTurn);
            }
        }

        return ratio;
    }

    private static async Task ManyAsync(Side side, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await side.CallAsync();
        }
    }

    private static async Task<DeclarativeConnector> FileAsync(string provider)
    {
        var path = Path.Combine(WebProcess.RepositoryRoot(), "Integrations.Tests", "Connectors", "Declarative", "Tried", $"{provider}_tried.provider.json");
        return ProviderFile.Read(await File.ReadAllBytesAsync(path), out var problems) is { } file ? DeclarativeConnector.Of(file) : throw new VoidRunException(string.Join("; ", problems));
    }

    /// <summary>A session with what the sandbox offers to paste; what is read is the first thing that the search finds.</summary>
    private static async Task<Side> SideAsync(BenchHub hub, Compare compare, IConnector connector, Vendor vendor)
    {
        var provider = compare.Provider;
        var manifest = hub.Get<ConnectorCatalog>().Find(provider)!.Manifest;
        var offered = hub.Sandbox.Credentials.First(one => one.Provider == provider && one.Kind == AuthKinds.ApiKey && one.Behaviour == SandboxBehaviour.Healthy);
        var options = hub.Get<IOptions<VendorHttpOptions>>().Value;
        var door = new Door();
        var authentication = new CredentialHandler(
            connector, new VendorCredential(AuthKinds.ApiKey, offered.Fields), manifest.Hosts.ToHashSet(StringComparer.OrdinalIgnoreCase), options.RouteOf(provider));
        var chain = hub.Get<VendorPipeline>().Create(provider, authentication, background: false, userUrl: false, organization: null, door);
        var facts = new VendorSessionFacts(new Dictionary<string, string>(StringComparer.Ordinal) { ["workspaceUrl"] = "https://acme.slack.com/", ["tokenKind"] = "user" });
        var session = new VendorSession(connector, manifest.DisplayName, AuthKinds.ApiKey, facts, chain, TimeProvider.System) { DeadCredential = manifest.DeadCredential };
        var side = new Side(session, connector, compare.Query, door);
        var found = await side.SearchAsync();
        if (compare.IsRead)
        {
            side.Reads = found[0];
            await side.CallAsync();
        }

        door.Requests = 0;
        await side.CallAsync();
        if (vendor != Vendor.Slow)
        {
            await door.PlayAsync(overNetwork: vendor == Vendor.Local);
        }

        return side;
    }

    /// <summary>Who answers: what was kept in memory, the same over this machine's own network, or the sandbox after a while.</summary>
    private enum Vendor
    {
        Memory,
        Local,
        Slow,
    }

    /// <param name="Query">The search; of a read, the one that finds what is read.</param>
    private sealed record Compare(string Provider, string Name, EntityQuery Query, bool IsRead);

    private sealed class Side(VendorSession session, IConnector connector, EntityQuery query, Door door) : IDisposable
    {
        /// <summary>That one call made.</summary>
        public int Requests => door.Requests;

        public string? Reads { get; set; }

        public async Task CallAsync()
        {
            if (Reads is null)
            {
                await SearchAsync();
            }
            else if ((await ((IGetEntity)connector).GetAsync(session, Reads, CancellationToken.None)).Failure is { } failure)
            {
                throw new VoidRunException(failure.Message);
            }
        }

        public async Task<IReadOnlyList<string>> SearchAsync() =>
            (await ((ISearchEntities)connector).SearchAsync(session, query, CancellationToken.None)).TryGet(out var page, out var failure) && page.Items.Count > 0
                ? [.. page.Items.Select(item => item.Id)]
                : throw new VoidRunException(failure?.Message ?? "Nothing was found.");

        public void Dispose() => session.Dispose();
    }

    /// <summary>Keeps what the vendor answered, and gives it back.</summary>
    private sealed class Door : DelegatingHandler
    {
        private readonly Dictionary<string, (HttpStatusCode Status, byte[] Body, string? Type)> _answers = new(StringComparer.Ordinal);
        private readonly HttpMessageInvoker _wire = new(new SocketsHttpHandler());
        private WebApplication? _server;
        private bool _isPlaying;

        public int Requests { get; set; }

        /// <summary>From here on what is asked gets the answer it got before.</summary>
        public async Task PlayAsync(bool overNetwork)
        {
            _isPlaying = true;
            if (!overNetwork)
            {
                return;
            }

            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _server = builder.Build();
            _server.Run(async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                var (status, kept, type) = Kept(context.Request.Path);
                (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = ((int)status, type, kept.Length);
                await context.Response.Body.WriteAsync(kept);
            });
            await _server.StartAsync();
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            if (_server is not null)
            {
                request.RequestUri = new Uri(new Uri(_server.Urls.First()), asked.PathAndQuery);
                try
                {
                    return await _wire.SendAsync(request, cancellationToken);
                }
                finally
                {
                    request.RequestUri = asked;
                }
            }

            if (_isPlaying)
            {
                // What is asked is written out, as for a socket.
                await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
                var (status, kept, type) = Kept(asked.AbsolutePath);
                var played = new HttpResponseMessage(status) { Content = new ByteArrayContent(kept), RequestMessage = request };
                played.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                return played;
            }

            Requests++;
            var answer = await base.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            _answers[asked.AbsolutePath] = (answer.StatusCode, body, answer.Content.Headers.ContentType?.ToString());
            answer.ReplaceBody(body);
            return answer;
        }

        protected override void Dispose(bool disposing)
        {
            _wire.Dispose();
            (_server as IDisposable)?.Dispose();
            base.Dispose(disposing);
        }

        private (HttpStatusCode Status, byte[] Body, string? Type) Kept(string path) => _answers.TryGetValue(path, out var known) ? known : throw new VoidRunException($"{path} was not asked for before.");
    }
}
