using Integrations.Client;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Client;

/// <summary>A running hub with GitHub connected in the sandbox, and programs that know its address and a key of the organization.</summary>
public sealed class ClientHub : IAsyncLifetime
{
    public ApiHub Hub { get; } = new();

    public Uri Address => Hub.App.Address;

    public Guid GitHub => Hub.GitHub;

    public string ClientId { get; private set; } = "";

    public string ClientSecret { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Hub.InitializeAsync();
        (ClientId, ClientSecret) = await KeyAsync(TokenScopes.ReadWrite | TokenScopes.Admin | TokenScopes.Proxy);
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    /// <summary>A new key of the organization.</summary>
    public async Task<(string Id, string Secret)> KeyAsync(TokenScopes scopes)
    {
        var made = (await Hub.Get<ApiTokenService>().CreateForOrganizationAsync(InSession(Hub.AdminCaller), new NewApiToken("Client", scopes), CancellationToken.None)).Value;
        return (made.Row.ClientId!, made.Text.Reveal());
    }

    /// <summary>A program with the key, and what a test adds or changes.</summary>
    public ServiceProvider Program(Action<IntegrationsHubOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        add?.Invoke(services);
        services.AddIntegrationsHub(options =>
        {
            (options.Address, options.ClientId, options.ClientSecret) = (Address, ClientId, ClientSecret);
            configure?.Invoke(options);
        });
        services.AddHubConnection("github", GitHub);
        return services.BuildServiceProvider();
    }

    public static Caller InSession(Caller caller) => caller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
}
