using System.Buffers.Text;
using System.Diagnostics.Metrics;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;
using Integrations.Tests.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connectors;

/// <summary>
/// A connector on the real vendor pipeline, with the sandbox as its vendor over real HTTP. What passes is recorded for
/// the contract tests. The sandbox's misbehaving accounts misbehave from the start.
/// </summary>
internal sealed class VendorBench : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly VendorHttpOptions _options = new();
    private readonly EgressHandlers _egress;
    private readonly VendorPipeline _pipeline;
    private readonly string _vendor;
    private readonly ProviderManifest _manifest;
    private readonly IConnector _connector;
    private SandboxServer? _server;

    private VendorBench(string provider, Action<VendorHttpOptions> vendors, EgressOptions? opened = null, TimeProvider? clock = null, DeclarativeConnector? instead = null)
    {
        _clock = clock ?? new ImpatientClock();
        _vendor = provider;
        _manifest = instead?.Manifest ?? ReadManifest(provider);
        _connector = instead ?? Connectors().Single(connector => connector.Provider == provider);
        vendors(_options);
        var egress = Options.Create(opened ?? new EgressOptions());
        _egress = new EgressHandlers(
            new EgressPolicy(egress), new LoopbackNames(), Options.Create(_options), egress, _services.GetRequiredService<IMeterFactory>(), NullLogger<EgressHandlers>.Instance);
        _pipeline = new VendorPipeline(_egress, new VendorCircuitBreakers(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System, NullLogger<VendorCircuitBreakers>.Instance), new VendorTime(TimeProvider.System), Options.Create(_options), _clock);
    }

    /// <summary>The sandbox; a bench against a real system has none, and skips what would have it misbehave.</summary>
    public SandboxServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, "Only the sandbox can be told what to answer.");
            return _server!;
        }
    }

    public ProviderManifest Manifest
    {
        get
        {
            IsAsked = true;
            return _manifest;
        }
    }

    public IConnector Connector
    {
        get
        {
            IsAsked = true;
            return _connector;
        }
    }

    /// <summary>Whether a test took the connector or its manifest; one that did neither says nothing of them.</summary>
    public bool IsAsked { get; private set; }

    public ContractRecorder Recorder { get; } = new();

    /// <summary>Token requests are recorded too; for vendors whose description holds their token endpoint.</summary>
    public bool RecordsSignIn { get; set; }

    /// <param name="certificate">Given, the vendor listens on <see cref="SandboxServer.SecureOrigin"/> too.</param>
    /// <param name="instead">A provider file that is tried in the place of the provider's own connector, against the same vendor.</param>
    public static async Task<VendorBench> StartAsync(string provider, X509Certificate2? certificate = null, ProviderFile? instead = null)
    {
        var server = certificate is null ? await SandboxPool.RentAsync() : await SandboxPool.WithCertificateAsync(certificate);
        return new VendorBench(
            provider,
            vendors =>
            {
                vendors.SandboxOrigin = server.Origin;
                vendors.SandboxHosts.UnionWith(server.Hosts.All);
            },
            instead: instead is null ? null : DeclarativeConnector.Of(instead))
        {
            _server = server,
        };
    }

    /// <summary>Against a system that was written elsewhere and stands in for some of the vendor's hosts, as the sandbox would.</summary>
    public static VendorBench InPlaceOf(string provider, Uri origin, params string[] hosts) => new(provider, vendors =>
    {
        vendors.SandboxOrigin = origin;
        vendors.SandboxHosts.UnionWith(hosts);
    });

    /// <summary>Against a system on this machine, at the address that a person would type, and with waits that are real.</summary>
    public static VendorBench OnThisMachine(string provider) => new(provider, _ => { }, new EgressOptions { AllowedPrivateNetworks = { "127.0.0.0/8" } }, TimeProvider.System);

    /// <summary>A session with what a person pastes for this account, by the sandbox's own list.</summary>
    public VendorSession Paste(SandboxAccount account, string kind = AuthKinds.ApiKey, IReadOnlyDictionary<string, string>? facts = null)
    {
        var fields = Server.Services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)
            .First(credential => credential.Provider == _vendor && credential.Kind == kind && credential.Account == account.Email).Fields;
        return Session(kind, fields, facts ?? fields);
    }

    /// <summary>A session after the whole OAuth run through consent page and token endpoint, as the manifest describes it.</summary>
    public async Task<VendorSession> SignInAsync(SandboxAccount account, IReadOnlyDictionary<string, string>? facts = null, Func<OAuthScope, bool>? scopes = null) =>
        Session(AuthKinds.OAuth2, AccessToken(await TokensAsync(account, scopes)), facts);

    /// <summary>
    /// Connects as the hub does: sign-in or pasted fields, cleaned by the connector; then the account is read, and its facts
    /// go with the session beside the fields that are not secret and the settings.
    /// </summary>
    /// <param name="pick">Which of the sandbox's credentials of that account and kind; the first when omitted.</param>
    public async Task<VendorSession> ConnectAsync(SandboxAccount account, string kind, IReadOnlyDictionary<string, string>? settings = null, Func<SandboxCredential, bool>? pick = null)
    {
        var offered = Server.Services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)
            .First(credential => credential.Provider == _vendor && credential.Kind == kind && credential.Account == account.Email && pick?.Invoke(credential) != false);
        var typed = offered.Fields.Where(field => field.Key != "account").ToDictionary(StringComparer.Ordinal);
        var clean = Connector.Normalize(kind, typed);
        Assert.Null(clean.Failure);
        var secrets = Manifest.Method(kind)!.Fields.Where(field => field.Secret).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var facts = clean.Value.Where(field => !secrets.Contains(field.Key)).Concat(settings ?? new Dictionary<string, string>(StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        var credential = kind == AuthKinds.OAuth2 ? AccessToken(await TokensAsync(account)) : clean.Value;
        using var first = Session(kind, credential, facts);
        var read = await Connector.GetAccountAsync(first, CancellationToken.None);
        foreach (var (name, value) in read.IsSuccess ? read.Value.Facts : new Dictionary<string, string>(StringComparer.Ordinal))
        {
            facts[name] = value;
        }

        return Session(kind, credential, facts);
    }

    /// <summary>The token endpoint's answer.</summary>
    public async Task<JsonElement> TokensAsync(SandboxAccount account, Func<OAuthScope, bool>? scopes = null)
    {
        var oauth = Manifest.Method(AuthKinds.OAuth2)!.OAuth!;
        var client = SandboxClients.For(_vendor);
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var parameters = new Dictionary<string, string>(oauth.AuthorizationParameters, StringComparer.Ordinal)
        {
            ["client_id"] = client.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = SandboxConsent.Callback,
            ["state"] = "the-state",
            [oauth.ScopeParameter] = string.Join(oauth.ScopeSeparator, oauth.Scopes.Where(scopes ?? (_ => true)).Select(scope => scope.Name)),
        };
        if (oauth.WithoutPkceBecause is null)
        {
            parameters["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
            parameters["code_challenge_method"] = "S256";
        }

        using var browser = SandboxConsent.Browser();
        var query = string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        var names = oauth.Scopes.Where(scopes ?? (_ => true)).Select(scope => scope.Name).ToArray();
        var back = await SandboxConsent.AllowAsync(browser, Server.Address($"{oauth.AuthorizationUrl}?{query}"), account, names);
        Assert.Null(back.Error);
        var body = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = back.Code!,
            ["redirect_uri"] = SandboxConsent.Callback,
        };
        if (oauth.WithoutPkceBecause is null)
        {
            body["code_verifier"] = verifier;
        }

        return await TokenRequestAsync(body);
    }

    public Task<JsonElement> RefreshAsync(string refreshToken) => TokenRequestAsync(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = refreshToken,
    });

    public VendorSession Session(string kind, IReadOnlyDictionary<string, string> credential, IReadOnlyDictionary<string, string>? facts = null)
    {
        // As the hub binds them: the manifest's hosts, and those of typed addresses.
        var hosts = Manifest.Hosts.Concat((Manifest.Method(kind)?.Fields ?? [])
            .Where(field => field.Type == "url").Select(field => credential.GetValueOrDefault(field.Name) ?? facts?.GetValueOrDefault(field.Name)).OfType<string>()
            .Where(typed => Uri.TryCreate(typed, UriKind.Absolute, out _)).Select(typed => CredentialHosts.Of(new Uri(typed))));
        var authentication = new CredentialHandler(
            Connector, new VendorCredential(kind, credential), hosts.ToHashSet(StringComparer.OrdinalIgnoreCase), _options.RouteOf(_manifest.Key));
        var handler = Recorder.Over(_pipeline.Create(_manifest.Key, authentication));
        return new VendorSession(Connector, Manifest.DisplayName, kind, facts is null ? VendorSessionFacts.None : new VendorSessionFacts(facts), handler, _clock)
        {
            DeadCredential = Manifest.DeadCredential,
        };
    }

    public static ProviderManifest ReadManifest(string provider)
    {
        if (DeclarativeProviders.All.FirstOrDefault(one => one.Provider == provider) is { } declared)
        {
            return declared.Manifest;
        }

        var core = typeof(IConnector).Assembly;
        return core.GetManifestResourceNames().Where(name => name.EndsWith("manifest.json", StringComparison.Ordinal))
            .Select(name => Read(core, name)).Single(manifest => manifest.Key == provider);
    }

    public static IReadOnlyList<IConnector> Connectors() =>
        [.. new ServiceCollection().AddConnectors().BuildServiceProvider().GetServices<IConnector>()];

    public async ValueTask DisposeAsync()
    {
        Recorder.Dispose();
        _egress.Dispose();
        await _services.DisposeAsync();
        if (_server is { SecureOrigin: null })
        {
            SandboxPool.Return(_server);
        }
        else if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task<JsonElement> TokenRequestAsync(Dictionary<string, string> body)
    {
        var oauth = Manifest.Method(AuthKinds.OAuth2)!.OAuth!;
        var client = SandboxClients.For(_vendor);
        body["client_id"] = client.ClientId;
        body["client_secret"] = client.ClientSecret;
        using var http = RecordsSignIn ? new HttpClient(Recorder.Over(new HttpClientHandler())) : new HttpClient();
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using HttpContent content = oauth.TokenRequestFormat == "json"
            ? new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json")
            : new FormUrlEncodedContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.Address(oauth.TokenUrl)) { Content = content };
        if (oauth.ClientAuthentication == "basic")
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.ClientId}:{client.ClientSecret}")));
        }

        using var answer = await http.SendAsync(request);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static Dictionary<string, string> AccessToken(JsonElement tokens) => new(StringComparer.Ordinal)
    {
        // Slack nests a person's token.
        [VendorCredential.AccessToken] = (tokens.TryGetProperty("access_token", out var token) ? token : tokens.GetProperty("authed_user").GetProperty("access_token")).GetString()!,
    };

    private static ProviderManifest Read(Assembly assembly, string name)
    {
        using var file = assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<ProviderManifest>(file, ProviderManifest.Json)!;
    }

    private sealed class LoopbackNames : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(IPAddress.TryParse(host, out var address) ? new[] { address } : []);
    }
}
