using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connectors;

/// <summary>Ways to make the hub talk to something inside, and that none of them works.</summary>
public sealed class EgressCorpusTests
{
    private static readonly EgressPolicy Closed = new(Options.Create(new EgressOptions()));

    private static readonly string[] Inside =
        ["127.0.0.1", "127.8.9.10", "169.254.169.254", "168.63.129.16", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "198.18.0.1", "224.0.0.1", "255.255.255.255"];

    [Fact, Proves("I6")]
    public void UrlsThatLeadInsideOrNowhere_AreRefused()
    {
        var corpus = Corpus().Distinct(StringComparer.Ordinal).ToList();

        var accepted = corpus.Where(url => Closed.Refuse(url) is null).ToList();

        Console.WriteLine($"URL corpus: {corpus.Count} addresses, {accepted.Count} accepted.");
        Assert.True(corpus.Count >= 300, $"{corpus.Count} addresses");
        Assert.Empty(accepted);
    }

    [Theory, Proves("I6")]
    [InlineData("https://hooks.example.org/services/T0/B0?x=1")]
    [InlineData("https://example.org:443/")]
    [InlineData("https://example.org:8443/")]
    [InlineData("https://example.org:80/")]
    [InlineData("https://93.184.215.14/hook")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook")]
    [InlineData("https://bücher.example.org/")]
    public void OrdinaryUrls_AreAccepted(string url) => Assert.Null(Closed.Refuse(url));

    [Fact, Proves("I6")]
    public void HostWithADirectionOfWriting_IsRefused() => Assert.NotNull(Closed.Refuse("https://api.\u202Eexample.org/hook"));

    public static TheoryData<string, string, string?, string?> Ranges => new()
    {
        // inside first, inside last, the neighbour below, the neighbour above
        { "0.0.0.0", "0.255.255.255", null, "1.0.0.0" },
        { "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0" },
        { "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0" },
        { "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0" },
        { "168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17" },
        { "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0" },
        { "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0" },
        { "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0" },
        { "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0" },
        { "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0" },
        { "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0" },
        { "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0" },
        { "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0" },
        { "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0" },
        { "224.0.0.0", "239.255.255.255", "223.255.255.255", null },
        { "240.0.0.0", "255.255.255.255", null, null },
        // Unspecified, loopback, and ::a.b.c.d, which is an IPv4 address to whatever still reads it so.
        { "::", "::ffff:ffff", null, "::1:0:0" },
        { "::1", "::127.0.0.1", null, null },
        { "64:ff9b::", "64:ff9b::ffff:ffff", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b::1:0:0" },
        { "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::" },
        { "100::", "100::ffff:ffff:ffff:ffff", "ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "100:0:0:1::" },
        { "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::" },
        { "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::" },
        { "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::" },
        { "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::" },
        { "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "5f01::" },
        { "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::" },
        { "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null },
        { "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null },
        { "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null },
        { "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:9.9.9.9", "::ffff:11.0.0.0" },
    };

    [Theory, Proves("I8")]
    [MemberData(nameof(Ranges))]
    public void EveryForbiddenRange_EndsWhereItEnds(string first, string last, string? below, string? above)
    {
        Assert.False(Closed.Allows(IPAddress.Parse(first)), first);
        Assert.False(Closed.Allows(IPAddress.Parse(last)), last);
        Assert.All(new[] { below, above }.OfType<string>(), neighbour => Assert.True(Closed.Allows(IPAddress.Parse(neighbour)), neighbour));
    }

    [Fact, Proves("I8")]
    public void AnOpenedNetwork_OpensItselfOnly()
    {
        var options = new EgressOptions();
        options.AllowedPrivateNetworks.Add("10.20.0.0/16");
        var opened = new EgressPolicy(Options.Create(options));

        Assert.True(opened.Allows(IPAddress.Parse("10.20.255.255")));
        Assert.True(opened.Allows(IPAddress.Parse("::ffff:10.20.0.1")));
        Assert.All(new[] { "10.19.255.255", "10.21.0.0", "127.0.0.1", "169.254.169.254" }, address => Assert.False(opened.Allows(IPAddress.Parse(address)), address));
    }

    [Theory, Proves("I6")]
    [InlineData("http://10.20.1.2:8080/hook", true)]
    [InlineData("http://n8n.internal:5678/hook", true)]
    [InlineData("http://n8n.office.example.org:5678/hook", true)]
    [InlineData("https://example.com/hook", true)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("http://notinternal.com/hook", false)]
    [InlineData("http://internal.example.com/hook", false)]
    [InlineData("http://10.21.1.2/hook", false)]
    [InlineData("http://93.184.215.14/hook", false)]
    public void PlainHttp_WhereANetworkIsOpened_GoesThereOnly(string url, bool accepted)
    {
        var options = new EgressOptions();
        options.AllowedPrivateNetworks.Add("10.20.0.0/16");
        options.PrivateNames.Add(".office.example.org");

        Assert.Equal(accepted, new EgressPolicy(Options.Create(options)).Refuse(url) is null);
    }

    [Theory, Proves("I6")]
    [InlineData("http", "93.184.215.14", true)]
    [InlineData("http", "127.0.0.1", false)]
    [InlineData("https", "127.0.0.1", false)]
    public async Task PlainHttp_ToAPrivateNameThatLeadsOutside_IsBlockedAtItsConnection(string scheme, string resolved, bool blocked)
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var egress = Egress(new Always(IPAddress.Parse(resolved)), "127.0.0.0/8");
        using var client = new HttpClient(egress.ForUserUrls, disposeHandler: false);
        using var soon = new CancellationTokenSource();
        var call = client.GetAsync(new Uri($"{scheme}://n8n.internal:{((IPEndPoint)trap.LocalEndpoint).Port}/"), soon.Token);
        if (!blocked)
        {
            using var arrived = await trap.AcceptTcpClientAsync();
            await soon.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            return;
        }

        Assert.IsType<EgressBlockedException>((await Assert.ThrowsAsync<HttpRequestException>(() => call)).GetBaseException());
    }

    [Theory, Proves("T10")]
    [InlineData("https://vendor.example/x", true)]
    [InlineData("https://vendor.example:443/x", true)]
    [InlineData("https://vendor.example:8443/x", false)]
    [InlineData("http://vendor.example/x", false)]
    [InlineData("http://typed.example:5678/x", true)]
    [InlineData("http://typed.example:5679/x", false)]
    [InlineData("https://typed.example/x", false)]
    [InlineData("https://other.example/x", false)]
    public async Task Credential_IsBoundToHostAndPort(string address, bool carried)
    {
        var asked = new Redirecting(_ => "https://nowhere.example/");
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { CredentialHosts.Of(new Uri("https://vendor.example/")), CredentialHosts.Of(new Uri("http://typed.example:5678/api")) };
        var connector = VendorBench.Connectors().Single(c => c.Provider == "github");
        var handler = new CredentialHandler(
            connector, new VendorCredential("api_key", new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "canary" }), hosts, new VendorHttpOptions().RouteOf("github"))
        { InnerHandler = asked };
        using var client = new HttpClient(handler);

        using var answer = await client.GetAsync(new Uri(address));

        Assert.Equal(carried, Assert.Single(asked.Asked).Names.Contains("Authorization"));
    }

    [Fact, Proves("T10")]
    public void HostsStoredBeforePortsCounted_GetThePortThatWasTyped()
    {
        var manifest = VendorBench.ReadManifest("n8n");
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = "http://10.0.0.5:5678" };

        Assert.Equal(["10.0.0.5:5678"], CredentialHosts.Bound(manifest, ["10.0.0.5"], facts));
        Assert.Equal(["api.github.com"], CredentialHosts.Bound(VendorBench.ReadManifest("github"), ["api.github.com"], facts));
    }

    [Fact, Proves("I9")]
    public async Task RedirectToAnotherPort_LeavesTheCredentialBehind()
    {
        var vendor = new Redirecting(n => $"https://api.vendor.example:{8000 + n}/next");
        using var client = new HttpClient(new RedirectHandler(new VendorHttpOptions().RouteOf("any")) { InnerHandler = vendor });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.vendor.example/start");
        request.Headers.TryAddWithoutValidation("Authorization", "canary");

        using var answer = await client.SendAsync(request);

        Assert.DoesNotContain("Authorization", vendor.Asked[1].Names);
    }

    [Fact, Proves("I7")]
    public void BothWaysOut_AskNoProxy_FollowNothing_AndReconnectSoon()
    {
        using var egress = Egress(new Rebinding());

        Assert.All(new[] { egress.VendorSockets, egress.UserSockets }, handler =>
        {
            Assert.False(handler.UseProxy);
            Assert.False(handler.AllowAutoRedirect);
            Assert.False(handler.UseCookies);
            Assert.True(handler.PooledConnectionLifetime <= TimeSpan.FromMinutes(2));
            Assert.NotNull(handler.ConnectCallback);
        });
    }

    [Fact, Proves("I7")]
    public async Task RebindingNames_ReachNothingInside()
    {
        var tries = ProofSize.Of(1_000, 10_000);
        using var trap = new TcpListener(IPAddress.IPv6Loopback, 0);
        trap.Server.DualMode = true;
        trap.Start();
        var port = ((IPEndPoint)trap.LocalEndpoint).Port;
        var names = new Rebinding();
        using var egress = Egress(names);
        using var client = new HttpClient(egress.ForUserUrls, disposeHandler: false);
        var reached = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, tries), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://rebound-{i}.example.org:{port}/"), cancellationToken);
                Interlocked.Increment(ref reached);
            }
            catch (HttpRequestException refused) when (refused.InnerException is EgressBlockedException || refused.GetBaseException() is EgressBlockedException)
            {
            }
        });

        Console.WriteLine($"Rebinding: {tries} tries, {names.Asked} names resolved, {reached} reached, {(trap.Pending() ? "somebody" : "nobody")} at the trap.");
        Assert.Equal((0, false), (reached, trap.Pending()));
        // The address that was checked is the address that is used: one question for each connection.
        Assert.Equal(tries, names.Asked);
    }

    [Theory, Proves("I9")]
    [InlineData("http://api.vendor.example/next")]
    [InlineData("http://127.0.0.1/next")]
    [InlineData("ftp://api.vendor.example/next")]
    public async Task RedirectAwayFromHttps_IsNotFollowed(string target)
    {
        var vendor = new Redirecting(_ => target);
        using var client = new HttpClient(new RedirectHandler(new VendorHttpOptions().RouteOf("any")) { InnerHandler = vendor });

        using var answer = await client.GetAsync(new Uri("https://api.vendor.example/start"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Single(vendor.Asked);
    }

    [Fact, Proves("I9")]
    public async Task Redirects_AreThreeAtMost_AndTheCredentialStaysBehindWhenTheHostChanges()
    {
        var vendor = new Redirecting(n => n == 1 ? "https://api.vendor.example/same" : $"https://other-{n}.example/next");
        using var client = new HttpClient(new RedirectHandler(new VendorHttpOptions().RouteOf("any")) { InnerHandler = vendor });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.vendor.example/start");
        foreach (var name in new[] { "Authorization", "Cookie", "X-Api-Key", "X-N8N-API-KEY", "Private-Token", "X-Harmless" })
        {
            request.Headers.TryAddWithoutValidation(name, "canary");
        }

        using var answer = await client.SendAsync(request);

        Assert.Equal(4, vendor.Asked.Count);
        Assert.Contains("Authorization", vendor.Asked[1].Names);
        Assert.All(vendor.Asked.Skip(2), hop => Assert.Equal(["X-Harmless"], hop.Names));
    }

    [Fact, Proves("I9")]
    public async Task RedirectOfACallThatActs_IsNotFollowed()
    {
        var vendor = new Redirecting(_ => "https://api.vendor.example/next");
        using var client = new HttpClient(new RedirectHandler(new VendorHttpOptions().RouteOf("any")) { InnerHandler = vendor });

        using var answer = await client.PostAsync(new Uri("https://api.vendor.example/start"), null);

        Assert.Single(vendor.Asked);
    }

    [Fact, Proves("I9")]
    public async Task RedirectToAnAddressInside_IsBlockedAtItsHop()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var egress = Egress(new Rebinding());
        var vendor = new Redirecting(_ => $"https://metadata.example:{((IPEndPoint)trap.LocalEndpoint).Port}/") { Elsewhere = egress.ForVendors };
        using var client = new HttpClient(new RedirectHandler(new VendorHttpOptions().RouteOf("any")) { InnerHandler = vendor });

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.vendor.example/start")));

        Assert.IsType<EgressBlockedException>(refused.GetBaseException());
        Assert.False(trap.Pending());
    }

    private static IEnumerable<string> Corpus()
    {
        foreach (var address in Inside)
        {
            var bytes = IPAddress.Parse(address).GetAddressBytes();
            var number = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
            string[] spellings =
            [
                address, $"{address}.", number.ToString(), $"0x{number:x}", $"0X{number:X8}", $"0{Convert.ToString(number, 8)}",
                string.Join('.', bytes.Select(b => $"0x{b:x}")), string.Join('.', bytes.Select(b => $"0{Convert.ToString(b, 8)}")), string.Join('.', bytes.Select(b => $"{b:000}")),
                $"{bytes[0]}.{number & 0xffffff}", $"{bytes[0]}.{bytes[1]}.{number & 0xffff}",
                $"[::ffff:{address}]", $"[::{address}]", $"[::{number >> 16:x}:{number & 0xffff:x}]", $"[::ffff:{number >> 16:x}:{number & 0xffff:x}]", $"[64:ff9b::{address}]", $"[2002:{number >> 16:x}:{number & 0xffff:x}::1]",
                string.Concat(address.Select(c => c is '.' ? "。" : ((char)('０' + (c - '0'))).ToString())), string.Concat(address.Select(c => c == '.' ? "." : $"%{(int)c:x2}")),
            ];
            foreach (var host in spellings)
            {
                yield return $"https://{host}/hook";
                yield return $"http://{host}/hook";
            }
        }

        foreach (var scheme in new[] { "ftp", "file", "gopher", "dict", "ldap", "jar", "data", "javascript", "ws", "wss", "mailto", "unix", "php", "netdoc", "view-source", "urn" })
        {
            yield return $"{scheme}://example.org/";
            yield return $"{scheme}:example.org";
        }

        foreach (var port in new[] { 1, 7, 19, 21, 22, 23, 25, 53, 79, 81, 110, 111, 135, 137, 139, 143, 161, 389, 444, 445, 465, 512, 513, 514, 587, 631, 636, 873, 990, 993, 995, 1023 })
        {
            yield return $"https://example.org:{port}/";
        }

        foreach (var url in new[]
        {
            "", " ", "nonsense", "/hook", "//example.org/hook", "https:", "https://", "https:///hook", "https:/\\example.org", "https:\\\\example.org", "https://example.org\\@127.0.0.1/", "https://user@example.org/", "https://user:pw@example.org/",
            "https://@example.org/", "https://example.org@127.0.0.1/", "https://127.0.0.1#@example.org/", "https://127.0.0.1?@example.org/", "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://loopback/", "https://ip6-localhost/",
            "https://hub/", "https://metadata/", "https://kubernetes/", "https://example/", "https://example.org./", "https://1.2.3/", "https://1.2.3.4.5/", "https://256.1.1.1/", "https://0/", "https://0x0/", "https://[::]/", "https://[::1]/",
            "https://[0:0:0:0:0:0:0:1]/", "https://[::1%25lo]/", "https://[fe80::1%25eth0]/", "https://[fd00:ec2::254]/", "https://[fc00::1]/", "https://[ff02::1]/", "https://[::ffff:0:127.0.0.1]/", "https://[fec0::1]/", "https://[2001:db8::1]/", "https://[64:ff9b:1::1]/",
            "http://example.org/", "http://example.org:8080/", "https://example.org:99999/", "https://example.org:-1/", "https://example.org:abc/", "https://exa\nmple.org/", "https://example.org/\r\nHost: x", "https://example.org/\0", "\thttps://example.org/\u0007",
            "https://exam ple.org/", "https://127。0。0。1/", "https://①②⑦.0.0.1/", "https://x.127.0.0.1/", "https://foo.0x7f/", "https://a.b.0xff/", "https://a.255/",
        })
        {
            yield return url;
        }

        yield return "https://example.org/" + new string('a', 2_000);
    }

    private static EgressHandlers Egress(INameResolver names, params string[] opened)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new EgressOptions();
        foreach (var network in opened)
        {
            options.AllowedPrivateNetworks.Add(network);
        }

        return new EgressHandlers(
            new EgressPolicy(Options.Create(options)), names, Options.Create(new VendorHttpOptions()), Options.Create(options), services.GetRequiredService<IMeterFactory>(), NullLogger<EgressHandlers>.Instance);
    }

    /// <summary>Never the same answer, and always one that leads inside, alone or behind a harmless one.</summary>
    private sealed class Rebinding : INameResolver
    {
        private static readonly IPAddress Harmless = IPAddress.Parse("93.184.215.14");
        private int _asked;

        public int Asked => _asked;

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>((Interlocked.Increment(ref _asked) % 6) switch
        {
            0 => [IPAddress.Loopback],
            1 => [Harmless, IPAddress.Loopback],
            2 => [IPAddress.Loopback, Harmless],
            3 => [IPAddress.IPv6Loopback],
            4 => [Harmless, IPAddress.Parse("::ffff:127.0.0.1")],
            _ => [],
        });
    }

    private sealed class Always(IPAddress address) : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([address]);
    }

    /// <summary>Redirects every request, and remembers what came with it.</summary>
    private sealed class Redirecting(Func<int, string> target) : HttpMessageHandler
    {
        public List<(Uri Address, IReadOnlyList<string> Names)> Asked { get; } = [];

        /// <summary>Takes the requests after the first.</summary>
        public HttpMessageHandler? Elsewhere { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add((request.RequestUri!, [.. request.Headers.Select(h => h.Key)]));
            if (Elsewhere is not null && Asked.Count > 1)
            {
                using var invoker = new HttpMessageInvoker(Elsewhere, disposeHandler: false);
                return await invoker.SendAsync(request, cancellationToken);
            }

            return new HttpResponseMessage(HttpStatusCode.Found) { RequestMessage = request, Headers = { Location = new Uri(target(Asked.Count)) } };
        }
    }
}
