using Integrations.Core.Demo;
using Integrations.Sandbox;

namespace Integrations.Web.Hosting;

/// <summary>Fills an empty hub with something to try, where <c>Demo:Seed</c> says so.</summary>
internal static class DemoSeeding
{
    /// <summary>The demo user's credentials of the "older system" are the sandbox's own, so that bringing them over works.</summary>
    private static readonly string[] LegacyProviders = ["jira", "github"];

    public static async Task SeedDemoAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DemoData>().SeedAsync(LegacyCredentials(app), app.Lifetime.ApplicationStopping);
    }

    private static List<DemoLegacyCredential> LegacyCredentials(WebApplication app) =>
        SandboxHosting.IsOn(app.Configuration, app.Environment)
            ? [.. LegacyProviders.SelectMany(provider => SandboxCredentials.All(app.Services)
                .Where(credential => credential.Provider == provider && credential.Kind != "oauth2" && credential.Behaviour == Sandbox.Accounts.SandboxBehaviour.Healthy)
                .OrderByDescending(credential => credential.Fields.Count)
                .Take(1)
                .Select(credential => new DemoLegacyCredential(provider, credential.Fields)))]
            : [];
}
