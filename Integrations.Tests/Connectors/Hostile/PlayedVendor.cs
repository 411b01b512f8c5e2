using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Connectors.Declarative;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connectors.Hostile;

/// <summary>Sessions of a connector on the real pipeline, down to the decoding of bodies; only the line to the vendor is played.</summary>
internal sealed class PlayedVendor : IAsyncDisposable
{
    /// <summary>Nothing listens there: the played line stands before it.</summary>
    public const string ReceiverAddress = "http://127.0.0.1:8080/hook";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly VendorHttpOptions _options = new() { SandboxOrigin = new Uri("http://127.0.0.1:9") };
    private readonly EgressHandlers _egress;
    private readonly VendorPipeline _pipeline;

    public PlayedVendor(string provider)
    {
        Manifest = VendorBench.ReadManifest(provider);
        Connector = VendorBench.Connectors().Single(connector => connector.Provider == provider);
        _options.SandboxHosts.UnionWith(Manifest.Hosts);
        _options.SandboxHosts.UnionWith(["www.googleapis.com", "meet.googleapis.com", "oauth2.googleapis.com", "acme.atlassian.net", "n8n.example"]);
        var egress = new EgressOptions();
        egress.AllowedPrivateNetworks.Add("127.0.0.1/32");
        _egress = new EgressHandlers(
            new EgressPolicy(Options.Create(egress)), new Nowhere(), Options.Create(_options), Options.Create(egress), _services.GetRequiredService<IMeterFactory>(), NullLogger<EgressHandlers>.Instance);
        _egress.VendorSockets.ConnectCallback = Connect;
        _egress.UserSockets.ConnectCallback = Connect;
        _pipeline = new VendorPipeline(
            _egress, new VendorCircuitBreakers(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System, NullLogger<VendorCircuitBreakers>.Instance), new VendorTime(TimeProvider.System), Options.Create(_options), new ImpatientClock());
    }

    public ProviderManifest Manifest { get; }

    public IConnector Connector { get; }

    /// <summary>What is answered to a request, given with its head.</summary>
    public Func<string, byte[]> Answer { get; set; } = _ => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray();

    /// <summary>The first lines of what was sent, such as <c>GET /sandbox/api.github.com/user HTTP/1.1</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What was thrown in a way that no rule knows.</summary>
    public List<Exception> Unforeseen { get; } = [];

    public VendorSession Session(Func<VendorCredential, CancellationToken, Task<VendorCredential?>>? refresh = null, Func<bool>? mayDoubt = null, IReadOnlyDictionary<string, string>? facts = null)
    {
        var (kind, fields, known) = Manifest.Key switch
        {
            "n8n" => (AuthKinds.ApiKey, new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = "https://n8n.example", ["apiKey"] = "key" }, new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = "https://n8n.example" }),
            "webhook" => (AuthKinds.Custom, new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = ReceiverAddress }, new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = ReceiverAddress }),
            _ when Connector is DeclarativeConnector => Declared(Manifest.Auth[0]),
            _ => (AuthKinds.OAuth2, new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = "token" }, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["cloudId"] = "11111111-1111-1111-1111-111111111111",
                ["siteUrl"] = "https://acme.atlassian.net",
                ["owners"] = "acme,ada",
                ["tokenKind"] = "user",
                ["workspaceUrl"] = "https://acme.slack.com/",
                ["timeZone"] = "UTC",
                ["searchMail"] = "true",
            }),
        };
        if (Manifest.Key != "jira" && Connector is not DeclarativeConnector)
        {
            known.Remove("siteUrl");
        }

        foreach (var (name, value) in facts ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            known[name] = value;
        }

        _options.SandboxHosts.UnionWith(known.Values.Select(value => Uri.TryCreate(value, UriKind.Absolute, out var typed) ? typed.Host : null).OfType<string>());
        var hosts = Manifest.Hosts.Concat(known.Values.Select(value => Uri.TryCreate(value, UriKind.Absolute, out var typed) ? typed.Host : null).OfType<string>()).Concat(["n8n.example", "127.0.0.1"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var handler = _pipeline.Create(Manifest.Key, new CredentialHandler(Connector, new VendorCredential(kind, fields), hosts, _options.RouteOf(Manifest.Key), refresh, mayDoubt), userUrl: Manifest.UserUrl);
        return new VendorSession(Connector, Manifest.DisplayName, kind, new VendorSessionFacts(known), handler, new ImpatientClock()) { DeadCredential = Manifest.DeadCredential, Unforeseen = Keep };
    }

    private static (string Kind, Dictionary<string, string> Fields, Dictionary<string, string> Known) Declared(AuthMethod method)
    {
        var fields = Examples.Fields(method);
        return (method.Kind, fields, fields.Where(field => !method.Fields.Any(one => one.Name == field.Key && one.Secret) && field.Key != VendorCredential.AccessToken)
            .Append(KeyValuePair.Create("workspaceId", "12345")).DistinctBy(field => field.Key).ToDictionary(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        _egress.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>An answer with a JSON body.</summary>
    public static byte[] Json(string body, int status = 200, params IEnumerable<string> headers) =>
    [
        .. System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Word\r\nContent-Type: application/json\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"),
    ];

    /// <summary>Where a redirect leads elsewhere, nothing is reached, as behind the guarded socket.</summary>
    private ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        context.DnsEndPoint.Host == "127.0.0.1" ? ValueTask.FromResult<Stream>(new PlayedLine(Take)) : throw new EgressBlockedException();

    private void Keep(Exception exception)
    {
        lock (Unforeseen)
        {
            Unforeseen.Add(exception);
        }
    }

    private byte[] Take(string request)
    {
        lock (Asked)
        {
            Asked.Add(request[..request.IndexOf("\r\n", StringComparison.Ordinal)]);
        }

        return Answer(request);
    }

    private sealed class Nowhere : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([]);
    }
}
