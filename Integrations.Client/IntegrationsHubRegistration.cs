using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integrations.Client;

/// <summary>Registers the hub's client, and named clients that reach a vendor through the hub.</summary>
public static class IntegrationsHubRegistration
{
    /// <summary>The named client that gets tokens: what a program adds to the hub's client for the network between, it adds here too.</summary>
    public const string SignInClient = "Integrations.Client.SignIn";

    /// <summary>Registers <see cref="IntegrationsHub"/>, as a typed client of the HTTP client factory.</summary>
    /// <returns>For what a program adds to the client, such as a proxy or telemetry.</returns>
    /// <exception cref="OptionsValidationException">Thrown with the first call where the options are not complete.</exception>
    public static IHttpClientBuilder AddIntegrationsHub(this IServiceCollection services, Action<IntegrationsHubOptions> configure)
    {
        services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IntegrationsHubOptions>, IntegrationsHubOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HubTokens>();
        services.TryAddTransient<HubTokenHandler>();

        services.AddHttpClient(SignInClient, (provider, http) => Lead(http, AddressOf(provider)))
            .ConfigurePrimaryHttpMessageHandler(WithoutRedirects)
            .AddHttpMessageHandler(provider => Retry(provider, readsOnly: false));
        return services.AddHttpClient<IntegrationsHub>((provider, http) => Lead(http, AddressOf(provider)))
            .ConfigurePrimaryHttpMessageHandler(WithoutRedirects)
            .AddHttpMessageHandler(provider => Retry(provider, readsOnly: false))
            .AddHttpMessageHandler<HubTokenHandler>();
    }

    /// <summary>
    /// Registers a named <see cref="HttpClient"/> that calls the API of the vendor behind an integration: <c>GetAsync("user/repos")</c> asks the vendor for
    /// <c>user/repos</c>, with the credential that the hub keeps. It takes paths relative to the vendor's base address and refuses all other addresses. The
    /// program's token needs the scope <c>proxy</c>, and <c>write</c> for more than reading.
    /// </summary>
    /// <param name="name">For <see cref="IHttpClientFactory.CreateClient(string)"/>.</param>
    /// <param name="integrationId">The integration, as the hub's page of it or its API says.</param>
    /// <remarks>Needs <see cref="AddIntegrationsHub"/>. Answers come as a stream; redirects are not followed, as the hub does not hand them on.</remarks>
    public static IHttpClientBuilder AddHubConnection(this IServiceCollection services, string name, Guid integrationId) =>
        services.AddHttpClient(name, (provider, http) => Lead(http, HomeOf(provider, integrationId)))
            .ConfigurePrimaryHttpMessageHandler(WithoutRedirects)
            .AddHttpMessageHandler(provider => new HubConnectionHandler(HomeOf(provider, integrationId)))
            .AddHttpMessageHandler(provider => Retry(provider, readsOnly: true))
            .AddHttpMessageHandler<HubTokenHandler>();

    // A token goes where the program sends it, and not on from there.
    private static SocketsHttpHandler WithoutRedirects() => new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    private static HubRetryHandler Retry(IServiceProvider provider, bool readsOnly) =>
        new(provider.GetRequiredService<IOptions<IntegrationsHubOptions>>(), provider.GetRequiredService<TimeProvider>(), readsOnly);

    private static void Lead(HttpClient http, Uri address)
    {
        http.BaseAddress = address;
        // The handlers have a time for each try.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    private static Uri HomeOf(IServiceProvider provider, Guid integrationId) => new(AddressOf(provider), $"api/proxy/{integrationId}/");

    /// <summary>With a slash at its end, so that a hub below a path keeps it.</summary>
    private static Uri AddressOf(IServiceProvider provider)
    {
        var address = provider.GetRequiredService<IOptions<IntegrationsHubOptions>>().Value.Address!;
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }
}
