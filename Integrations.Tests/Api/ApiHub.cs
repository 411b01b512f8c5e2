using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Api;

/// <summary>
/// The hub with a client per kind of caller, for tests of routes: Acme's administrator and user, another organization's
/// administrator, a super admin, and no one. Vendors are the hub's own sandbox.
/// </summary>
public sealed class ApiHub : IAsyncLifetime
{
    public const string AdminEmail = "admin@acme.test";
    public const string UserEmail = "user@acme.test";
    public const string StrangerEmail = "admin@globex.test";
    public const string SuperEmail = "super@demo.test";

    // The origins that the documents' own examples send people back to.
    public HubApp App { get; } = new HubApp()
        .With("Auth:AllowedReturnOrigins:0", "https://myapp.com")
        .With("Auth:AllowedReturnOrigins:1", "https://your-app.com");

    public HttpClient Admin { get; private set; } = null!;

    public HttpClient User { get; private set; } = null!;

    public HttpClient Stranger { get; private set; } = null!;

    public HttpClient Super { get; private set; } = null!;

    public HttpClient Anonymous { get; private set; } = null!;

    /// <summary>Acme's administrator, for services.</summary>
    public Caller AdminCaller { get; private set; } = null!;

    public Caller UserCaller { get; private set; } = null!;

    public Caller StrangerCaller { get; private set; } = null!;

    /// <summary>Acme's connected GitHub.</summary>
    public Guid GitHub { get; private set; }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        (AdminCaller, UserCaller, StrangerCaller) = (await CallerOfAsync(AdminEmail), await CallerOfAsync(UserEmail), await CallerOfAsync(StrangerEmail));
        Admin = await App.WithTokenOfAsync(AdminEmail);
        User = await App.WithTokenOfAsync(UserEmail);
        Stranger = await App.WithTokenOfAsync(StrangerEmail);
        Super = await App.WithTokenOfAsync(SuperEmail);
        Anonymous = App.Anonymous();
        Unlimited();
        GitHub = await ConnectAsync(AdminCaller, "github", "GitHub");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Admin, User, Stranger, Super, Anonymous })
        {
            client?.Dispose();
        }

        await App.DisposeAsync();
    }

    /// <summary>An organization-level integration, connected with what the sandbox lists for pasting.</summary>
    public async Task<Guid> ConnectAsync(Caller caller, string provider, string name, string behaviour = "healthy") =>
        (await Get<IntegrationActions>().CreateOrganizationIntegrationAsync(
            caller, new CreateIntegration(provider, name, (await CredentialAsync(provider, behaviour)).Fields), CancellationToken.None)).Value;

    /// <summary>The first credential of a behaviour that is no OAuth account.</summary>
    public async Task<SandboxEntry> CredentialAsync(string provider, string behaviour = "healthy", string? kind = null)
    {
        var all = await Anonymous.GetFromJsonAsync<SandboxEntry[]>("/sandbox/credentials", JsonSerializerOptions.Web);
        return all!.First(c => c.Provider == provider && c.Behaviour == behaviour && (kind is null ? c.Kind != "oauth2" : c.Kind == kind));
    }

    /// <summary>A request whose answer is wanted as it is.</summary>
    public static async Task<ApiAnswer> SendAsync(HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = body is string text
                ? new StringContent(text, new MediaTypeHeaderValue("application/json"))
                : JsonContent.Create(body);
        }

        // A server that refuses a large body closes the line; asked first, its answer always arrives.
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 64 * 1024;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    // The documented limits are proven elsewhere; here they would only be in the way.
    private void Unlimited()
    {
        var limits = Get<IOptions<RateLimitOptions>>().Value;
        (limits.Provider, limits.Integration, limits.Connection, limits.Search, limits.Widget, limits.SignIn, limits.Anonymous, limits.Inbound) =
            (1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000);
    }

    private async Task<Caller> CallerOfAsync(string email)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<IUserStore<User>>().FindByNameAsync(email.ToUpperInvariant(), CancellationToken.None))!;
        var standing = (await Get<UserDirectory>().FindEnabledAsync(user.Id, CancellationToken.None))!;
        return new Caller(standing.Id, standing.OrganizationId, standing.Role) { DisplayName = email };
    }
}

public sealed record SandboxEntry(string Provider, string Kind, string Account, string Behaviour, Dictionary<string, string> Fields);

/// <summary>What was answered.</summary>
public sealed record ApiAnswer(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement this[string path] => path.Split('.').Aggregate(Json, (element, name) => int.TryParse(name, out var index) ? element[index] : element.GetProperty(name));

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    public override string ToString() => $"{Status} {Text}";
}
