using Integrations.Core.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Setup;

internal static class GithubClient
{
    /// <summary>An OAuth client as an operator enters it in the settings; no vendor knows it.</summary>
    public static IServiceCollection AddGithubClient(this IServiceCollection services) =>
        services.PostConfigure<ProvidersOptions>(providers => providers["github"] = new ProviderClientOptions { ClientId = "some-client", ClientSecret = "some-secret" });
}
