using System.Net.Http.Headers;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Management;
using Integrations.Core.Permissions;

namespace Integrations.Benchmarks.Programs;

/// <summary>The real web program with GitHub connected at <see cref="BenchVendor"/>, and programs of several people: one principal's requests are limited.</summary>
internal sealed class ProgramScene : IAsyncDisposable
{
    private const int People = 40;

    private readonly WebScene _scene;
    private readonly WebProcess _web;
    private int _next;

    private ProgramScene(BenchVendor vendor, WebScene scene, WebProcess web, IReadOnlyList<Guid> integrations, IReadOnlyList<HttpClient> programs) =>
        (Vendor, _scene, _web, Integrations, Programs) = (vendor, scene, web, integrations, programs);

    public BenchVendor Vendor { get; }

    public IReadOnlyList<Guid> Integrations { get; }

    public IReadOnlyList<HttpClient> Programs { get; }

    public WebProcess Web => _web;

    public WebScene Scene => _scene;

    /// <summary>The programs take turns.</summary>
    public HttpClient Next => Programs[(int)((uint)Interlocked.Increment(ref _next) % Programs.Count)];

    /// <param name="databases">Where the data goes.</param>
    /// <param name="integrations">How many are connected.</param>
    public static async Task<ProgramScene> StartAsync(RunDatabases databases, int integrations)
    {
        var vendor = await BenchVendor.StartAsync();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Providers__github__BaseUrl"] = vendor.Gateway,
            ["Egress__AllowedPrivateNetworks__0"] = "127.0.0.1/32",
        };
        var scene = await WebScene.CreateAsync(databases, People, integrations: 0, settings);
        var connected = new List<Guid>();
        for (var i = 0; i < integrations; i++)
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "ghp_bench0123456789bench0123456789abcd" };
            var created = await scene.Get<IntegrationActions>().CreateOrganizationIntegrationAsync(scene.Admin, new CreateIntegration("github", $"GitHub {i:00}", fields), CancellationToken.None);
            connected.Add(created.IsSuccess ? created.Value : throw new InvalidOperationException(created.Failure!.Message));
        }

        var web = await scene.StartAsync();
        var programs = new List<HttpClient>();
        foreach (var person in scene.InSession())
        {
            var token = await scene.Get<ApiTokenService>().CreatePersonalAsync(person, new NewApiToken("Bench", TokenScopes.ReadWrite | TokenScopes.Proxy), CancellationToken.None);
            var client = new HttpClient { BaseAddress = web.Address, Timeout = TimeSpan.FromMinutes(2) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.IsSuccess ? token.Value.Text.Reveal() : throw new InvalidOperationException(token.Failure!.Message));
            programs.Add(client);
        }

        return new ProgramScene(vendor, scene, web, connected, programs);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Programs)
        {
            program.Dispose();
        }

        _web.Dispose();
        await _scene.DisposeAsync();
        await Vendor.DisposeAsync();
    }
}
