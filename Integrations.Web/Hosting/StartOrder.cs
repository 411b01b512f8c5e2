using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>What makes a start short: two things at once, and nothing that can wait (docs/performance.md, P8).</summary>
internal static class StartOrder
{
    public static WebApplicationBuilder AddStartOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StartOptions>().BindConfiguration(StartOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    /// <summary>Builds the routes and the theme's file on a processor of their own while the database is read; a request would have to wait for both.</summary>
    public static Task BuildRoutesAsync(this WebApplication app) => Task.Run(async () =>
    {
        foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
        {
            _ = source.Endpoints;
        }

        await app.Services.GetRequiredService<ThemeStylesheet>().AddressAsync();
    });

    /// <summary>Lets work in the background begin after the first requests.</summary>
    public static void LetBackgroundWait(this WebApplication app)
    {
        var pause = app.Services.GetRequiredService<IOptions<StartOptions>>().Value.BackgroundAfter;
        foreach (var loop in app.Services.GetServices<IHostedService>().OfType<BackgroundLoop>())
        {
            loop.BeginAfter(pause);
        }
    }
}
