using Integrations.Core.Demo;
using Integrations.Web.Hosting.Sandbox;

namespace Integrations.Web.Hosting;

/// <summary>Fills an empty hub with something to try, where <c>Demo:Seed</c> says so.</summary>
internal static class DemoSeeding
{
    public static async Task SeedDemoAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var credentials = SandboxHosting.Played(app.Configuration, app.Environment)?.LegacyCredentials(app.Services) ?? [];
        await scope.ServiceProvider.GetRequiredService<DemoData>().SeedAsync(credentials, app.Lifetime.ApplicationStopping);
    }
}
