using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Tests.Api.Documents;
using Integrations.Tests.Api.Mcp;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Api.Auth;

/// <summary>The description of signing in by OAuth: whole, with examples, and as it is answered.</summary>
public sealed class SignInDescriptionTests(McpHub hub) : IClassFixture<McpHub>
{
    private static readonly string[] Prefixes = ["/oauth/", "/.well-known/"];

    [Fact]
    public async Task EveryEndpointOfSignIn_IsInTheDocument_AndNoOther()
    {
        var api = await DescribedApi.OfAsync(hub.Hub, "oauth");
        // What people read are pages.
        var mapped = hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Path: $"/{e.RoutePattern.RawText!.Trim('/')}")))
            .Where(e => Prefixes.Any(prefix => e.Path.StartsWith(prefix, StringComparison.Ordinal))).Select(e => $"{e.Method} {e.Path}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(mapped, api.Operations.Select(o => o.Route).Order(StringComparer.Ordinal));
        Assert.Contains("POST /oauth/token", mapped);
        Assert.Contains("GET /.well-known/oauth-protected-resource/mcp", mapped);
    }

    [Fact]
    public async Task EveryOperation_ShowsByExampleWhatIsSentAnsweredAndRefused()
    {
        var api = await DescribedApi.OfAsync(hub.Hub, "oauth");
        foreach (var (route, operation) in api.Operations)
        {
            Assert.All(operation["parameters"]?.AsArray() ?? [], parameter => Assert.True(DescribedApi.Given(parameter!).Any(), $"{route}: {parameter!["name"]}"));
            var answers = operation["responses"]!.AsObject().Select(answer => (Status: answer.Key, Answer: api.Followed(answer.Value!))).ToList();
            var errors = answers.Where(answer => answer.Status[0] is '4' or '5').ToList();
            Assert.All(answers.Where(answer => answer.Status[0] == '3'), answer => Assert.NotEmpty(DescribedApi.Given(answer.Answer["headers"]!["Location"]!)));
            Assert.All(errors.Where(answer => answer.Answer["content"]!["application/json"] is not null), answer =>
                Assert.All(DescribedApi.Given(answer.Answer["content"]!["application/json"]!), example => Assert.NotNull((string?)example["error"])));
            Assert.True(errors.Count > 0 && answers.Count > errors.Count, route);
        }
    }

    [Fact]
    public async Task Answers_AreAsTheyAreDescribed()
    {
        var api = await DescribedApi.OfAsync(hub.Hub, "oauth");
        var registered = (await hub.Get<ProgramService>().RegisterAsync(hub.Admin, new NewProgram("Described", TokenScopes.Read) { IsService = true }, CancellationToken.None)).Value;
        var (id, secret) = (registered.Row.ClientId, registered.Secret!.Reveal());
        using var http = hub.Hub.App.Anonymous();
        var token = (string?)JsonNode.Parse(await TextAsync(await FormAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", "read"))))!["access_token"];
        (string Route, int Status, Func<Task<HttpResponseMessage>> Send)[] cases =
        [
            ("GET /.well-known/oauth-authorization-server", 200, () => http.GetAsync(new Uri("/.well-known/oauth-authorization-server", UriKind.Relative))),
            ("GET /.well-known/oauth-protected-resource", 200, () => http.GetAsync(new Uri("/.well-known/oauth-protected-resource", UriKind.Relative))),
            ("GET /.well-known/oauth-protected-resource/mcp", 200, () => http.GetAsync(new Uri("/.well-known/oauth-protected-resource/mcp", UriKind.Relative))),
            ("GET /.well-known/jwks.json", 200, () => http.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative))),
            ("GET /oauth/authorize", 401, () => http.GetAsync(new Uri("/oauth/authorize?client_id=none", UriKind.Relative))),
            ("GET /oauth/authorize", 302, BrowseAsync),
            ("POST /oauth/token", 200, () => FormAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret))),
            ("POST /oauth/token", 401, () => FormAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", "its_wrong"))),
            ("POST /oauth/token", 400, () => FormAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", "everything"))),
            ("POST /oauth/token", 400, () => FormAsync("/oauth/token", ("grant_type", "password"))),
            ("POST /oauth/token", 400, () => FormAsync("/oauth/token")),
            ("POST /oauth/revoke", 200, () => FormAsync("/oauth/revoke", ("token", token!), ("client_id", id), ("client_secret", secret))),
            ("POST /oauth/revoke", 400, () => FormAsync("/oauth/revoke", ("client_id", id), ("client_secret", secret))),
            ("POST /oauth/revoke", 401, () => FormAsync("/oauth/revoke", ("token", "x"), ("client_id", id), ("client_secret", "its_wrong"))),
            ("POST /oauth/register", 403, RegisterAsync),
        ];
        foreach (var (route, status, send) in cases)
        {
            await AssertDescribedAsync(route, status, await send());
        }

        var rules = hub.Get<ProgramRulesService>();
        var present = await rules.GetAsync(hub.Admin, CancellationToken.None);
        Assert.True((await rules.ChangeAsync(hub.Admin, allowsDocuments: true, allowsSelfRegistered: true, present.Version, CancellationToken.None)).IsSuccess);
        await AssertDescribedAsync("POST /oauth/register", 400, await http.PostAsync(new Uri("/oauth/register", UriKind.Relative), new StringContent("[]", Encoding.UTF8, "application/json")));
        await AssertDescribedAsync("POST /oauth/register", 201, await RegisterAsync());

        Task<HttpResponseMessage> RegisterAsync() => http.PostAsync(
            new Uri("/oauth/register", UriKind.Relative), new StringContent("""{"client_name":"Self","redirect_uris":["http://127.0.0.1/callback"]}""", Encoding.UTF8, "application/json"));

        Task<HttpResponseMessage> BrowseAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/oauth/authorize?client_id=none");
            request.Headers.Accept.ParseAdd("text/html");
            return http.SendAsync(request);
        }

        Task<HttpResponseMessage> FormAsync(string path, params (string Name, string Value)[] parameters) =>
            http.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))));

        async Task AssertDescribedAsync(string route, int status, HttpResponseMessage answer)
        {
            var text = await TextAsync(answer);
            Assert.True(status == (int)answer.StatusCode, $"{route}: {(int)answer.StatusCode} {text}");
            Assert.Null(api.WrongWithAnswer(route, status, text));
        }
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/register")]
    [InlineData("/.well-known/jwks.json")]
    public async Task TooManyRequests_AreToldInTheProtocolsWords(string path)
    {
        await using var strict = new Infrastructure.HubApp();
        using var http = strict.Anonymous();
        var limits = strict.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        (limits.Anonymous, limits.SignIn) = (1, 1);
        using var first = await SendAsync();
        using var second = await SendAsync();

        var body = JsonNode.Parse(await second.Content.ReadAsStringAsync())!;
        Assert.Equal(429, (int)second.StatusCode);
        Assert.Equal("temporarily_unavailable", (string?)body["error"]);
        Assert.NotNull((string?)body["error_description"]);
        Assert.NotNull(second.Headers.RetryAfter);

        Task<HttpResponseMessage> SendAsync() => path.StartsWith("/oauth", StringComparison.Ordinal)
            ? http.PostAsync(new Uri(path, UriKind.Relative), new StringContent("{}", new MediaTypeHeaderValue("application/json")))
            : http.GetAsync(new Uri(path, UriKind.Relative));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return await answer.Content.ReadAsStringAsync();
        }
    }
}
