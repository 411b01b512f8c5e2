using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Api.Proxy;

/// <summary>The hub with a vendor behind a gateway, and GitHub connected there: the organization's, and a member's own.</summary>
public sealed class ProxyHub : IAsyncLifetime
{
    public const string Secret = "ghp_canary0123456789canary0123456789ab";

    internal ProxyVendor Vendor { get; private set; } = null!;

    public HubApp App { get; private set; } = null!;

    public LogCapture Logs { get; } = new();

    public Caller Admin { get; private set; } = null!;

    public Caller User { get; private set; } = null!;

    /// <summary>The organization's.</summary>
    public Guid GitHub { get; private set; }

    /// <summary>Of <see cref="User"/> alone.</summary>
    public Guid Own { get; private set; }

    /// <summary>With the scopes that a program needs for all methods.</summary>
    public HttpClient Program { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        Vendor = await ProxyVendor.StartAsync();
        App = new HubApp()
            .With("Providers:github:BaseUrl", Vendor.Gateway)
            .With("Egress:AllowedPrivateNetworks:0", "127.0.0.1/32")
            .Serving(services => services.AddSingleton<ILoggerProvider>(Logs));
        await App.InitializeAsync();
        (Admin, User) = (await CallerOfAsync(ApiHub.AdminEmail), await CallerOfAsync(ApiHub.UserEmail));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = Secret };
        var created = await Get<IntegrationActions>().CreateOrganizationIntegrationAsync(Admin, new CreateIntegration("github", "GitHub", fields), CancellationToken.None);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        var own = await Get<IntegrationActions>().CreateUserIntegrationAsync(User, new CreateIntegration("github", "Mine", fields), CancellationToken.None);
        Assert.True(own.IsSuccess, own.Failure?.ToString());
        (GitHub, Own) = (created.Value, own.Value);
        Token = await TokenAsync(Admin, TokenScopes.ReadWrite | TokenScopes.Proxy);
        Program = With(Token);
    }

    public async ValueTask DisposeAsync()
    {
        Program?.Dispose();
        await App.DisposeAsync();
        await Vendor.DisposeAsync();
    }

    /// <summary>A personal token.</summary>
    public async Task<string> TokenAsync(Caller caller, TokenScopes scopes)
    {
        var inSession = caller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        return (await Get<ApiTokenService>().CreatePersonalAsync(inSession, new NewApiToken("Program", scopes), CancellationToken.None)).Value.Text.Reveal();
    }

    public HttpClient With(string token)
    {
        var client = App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", ProxyVendor.Mark);
        return client;
    }

    public string Path(string path, Guid? id = null) => $"/api/proxy/{id ?? GitHub}/{path}";

    public async Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? body = null, HttpClient? client = null, Guid? id = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Path(path, id), UriKind.Relative)) { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await (client ?? Program).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Status line and all that follows, for targets that no client would write.</summary>
    public async Task<string> RawAsync(string target, string more = "", string method = "GET")
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(App.Address.Host, App.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {App.Address.Authority}\r\nAuthorization: Bearer {Token}\r\nAccept-Language: {ProxyVendor.Mark}\r\nConnection: close\r\n{more}\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    public async Task<TResult> WithDatabaseAsync<TResult>(Func<IntegrationsDbContext, Task<TResult>> work)
    {
        // What was only read is written while its caller goes on.
        await Get<ActivityLog>().WrittenAsync(CancellationToken.None);
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await work(db);
    }

    public async Task<Caller> CallerOfAsync(string email)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<IUserStore<User>>().FindByNameAsync(email.ToUpperInvariant(), CancellationToken.None))!;
        var standing = (await Get<UserDirectory>().FindEnabledAsync(user.Id, CancellationToken.None))!;
        return new Caller(standing.Id, standing.OrganizationId, standing.Role) { DisplayName = email };
    }
}
