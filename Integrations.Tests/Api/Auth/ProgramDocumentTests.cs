using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Connectors.Http;
using Integrations.Core.Identity.Programs;
using Integrations.Tests.Api.Mcp;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Api.Auth;

/// <summary>Programs that describe or register themselves.</summary>
public sealed class ProgramDocumentTests : IAsyncLifetime
{
    private const string Redirect = "http://127.0.0.1/callback";

    // Loopback is opened as an operator opens a private network; only names that no public server has may be called in the clear there.
    private readonly HubApp _hub = new HubApp().With("Egress:AllowedPrivateNetworks:0", "127.0.0.0/8")
        .Serving(services => services.Replace(ServiceDescriptor.Singleton<INameResolver>(new Names())));
    private readonly Dictionary<string, (int Status, string Type, string Body)> _documents = new(StringComparer.Ordinal);
    private WebApplication _site = null!;
    private int _asked;

    private Uri Site => new(_site.Urls.First().Replace("127.0.0.1", "client.test", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.MapGet("/{name}", async (HttpContext context, string name) =>
        {
            Interlocked.Increment(ref _asked);
            var (status, type, body) = _documents[name];
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.Location = status is 302 ? "/good" : default;
            await context.Response.WriteAsync(body);
        });
        await _site.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Document_IsReadOnce_Named_AndLetIn()
    {
        var program = Describe("good", new { client_name = "Good", redirect_uris = new[] { Redirect } });
        using var browser = await _hub.SignedInAsync(ApiHub.UserEmail);

        var answer = await program.SignInAsync(browser);
        using var asked = await browser.GetAsync(new Uri(program.Authorize(), UriKind.Relative));
        var page = await browser.GetStringAsync(asked.Headers.Location);

        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(answer.Access));
        Assert.Contains(Site.Authority, page, StringComparison.Ordinal);
        Assert.Contains("it was not checked here", page, StringComparison.Ordinal);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Stranger_MakesTheHubReadNothing()
    {
        var program = Describe("stranger", new { client_name = "Good", redirect_uris = new[] { Redirect } });
        using var stranger = _hub.WithCookies();

        using var answer = await stranger.GetAsync(new Uri(program.Authorize(), UriKind.Relative));

        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task Documents_ThatAreWrongOrLeadInside_AreRefused()
    {
        using var browser = await _hub.SignedInAsync(ApiHub.UserEmail);
        var good = new[] { Redirect };
        List<OAuthProgram> wrong =
        [
            Describe("other-id", new { client_id = "https://elsewhere.example/x", client_name = "Other", redirect_uris = good }),
            Describe("no-redirects", new { client_name = "None" }),
            Describe("inside", new { client_name = "Inside", redirect_uris = new[] { "http://10.0.0.1/callback" } }),
            Describe("secret", new { client_name = "Secret", redirect_uris = good, token_endpoint_auth_method = "client_secret_post", client_secret = "x" }),
            Describe("large", new { client_name = new string('x', 40_000), redirect_uris = good }),
            Describe("missing", new { redirect_uris = good }, status: 404),
            Describe("moved", new { redirect_uris = good }, status: 302),
            Describe("page", new { redirect_uris = good }, type: "text/html"),
            Raw("twice", $$"""{"client_id":"{{new Uri(Site, "twice")}}","redirect_uris":["{{Redirect}}"],"redirect_uris":["https://evil.example/"]}"""),
            Raw("list", "[]"),
            Raw("broken", "{"),
        ];
        string[] addresses =
        [
            "https://10.0.0.1/meta", "https://169.254.169.254/latest/meta-data", "https://[::1]/meta", "https://rebound.example/meta", "https://user@client.test/meta", "https://client.test/meta#x",
            "https://client.test", "https://client.test/a/../meta", "http://public.example/meta", "https://2130706433/meta", "https://localhost:22/meta",
        ];
        wrong.AddRange(addresses.Select(address => new OAuthProgram(_hub, address, Redirect)));

        var let = new List<string>();
        foreach (var program in wrong)
        {
            var end = await program.GoAsync(browser, program.Authorize());
            if (end.AbsolutePath != "/oauth/refused")
            {
                let.Add($"{program.ClientId}: {end}");
            }
        }

        Console.WriteLine($"programs' documents: {wrong.Count} wrong ones, {let.Count} let in");
        Assert.Equal([], let);
    }

    [Fact]
    public async Task Administrator_ForbidsDocuments_AndTokensOfThemEndAtOnce()
    {
        var program = Describe("forbidden", new { client_name = "Good", redirect_uris = new[] { Redirect } });
        using var browser = await _hub.SignedInAsync(ApiHub.UserEmail);
        var answer = await program.SignInAsync(browser);

        await RulesAsync(documents: false, selfRegistered: false);

        Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(answer.Access));
        Assert.Equal("programs.not_allowed", OAuthProgram.Query(await program.GoAsync(browser, program.Authorize()), "error"));
    }

    [Fact]
    public async Task Registration_IsShut_UntilAnAdministratorOpensIt_AndOnlyForTheirOrganization()
    {
        using var http = _hub.Anonymous();
        object wanted = new { client_name = "Self", redirect_uris = new[] { Redirect } };
        using var shut = await http.PostAsJsonAsync("/oauth/register", wanted);
        Assert.Equal(HttpStatusCode.Forbidden, shut.StatusCode);

        await RulesAsync(documents: true, selfRegistered: true);
        using var opened = await http.PostAsJsonAsync("/oauth/register", wanted);
        using var unsafeRedirect = await http.PostAsJsonAsync("/oauth/register", new { redirect_uris = new[] { "http://evil.example/" } });
        var server = await http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (opened.StatusCode, unsafeRedirect.StatusCode));
        Assert.Equal(new Uri(_hub.Address, "/oauth/register").AbsoluteUri, server.GetProperty("registration_endpoint").GetString());
        var program = new OAuthProgram(_hub, (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("client_id").GetString()!, Redirect);
        using var browser = await _hub.SignedInAsync(ApiHub.UserEmail);
        using var stranger = await _hub.SignedInAsync(ApiHub.StrangerEmail);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync((await program.SignInAsync(browser)).Access));
        Assert.Equal("programs.not_allowed", OAuthProgram.Query(await program.GoAsync(stranger, program.Authorize()), "error"));
    }

    private async Task RulesAsync(bool documents, bool selfRegistered)
    {
        var rules = _hub.Services.GetRequiredService<ProgramRulesService>();
        var admin = McpHub.InSession(await OAuthPerson.CallerOfAsync(_hub.Services, ApiHub.AdminEmail));
        var present = await rules.GetAsync(admin, CancellationToken.None);
        Assert.True((await rules.ChangeAsync(admin, documents, selfRegistered, present.Version, CancellationToken.None)).IsSuccess);
    }

    private OAuthProgram Describe(string name, object document, int status = 200, string type = "application/json")
    {
        var members = JsonSerializer.SerializeToNode(document)!.AsObject();
        members.TryAdd("client_id", new Uri(Site, name).AbsoluteUri);
        return Raw(name, members.ToJsonString(), status, type);
    }

    private OAuthProgram Raw(string name, string body, int status = 200, string type = "application/json")
    {
        _documents[name] = (status, type, body);
        return new OAuthProgram(_hub, new Uri(Site, name).AbsoluteUri, Redirect);
    }

    private sealed class Names : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>(
            IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : host == "rebound.example" ? [IPAddress.Parse("10.1.2.3")] : host == "public.example" ? [IPAddress.Parse("93.184.215.14")] : [IPAddress.Loopback]);
    }
}
