using Integrations.Core.Storage;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;

namespace Integrations.Web.Hosting;

/// <summary>Blazor Server with the limits of SECURITY B3, and what a person sees when a page fails or is not there.</summary>
internal static class HubPages
{
    private const int LargestMessageInBytes = 32 * 1024;

    private static readonly PathString[] NotPages = ["/api", "/v1", "/mcp", "/sandbox", "/_framework", "/_blazor", "/.well-known"];

    public static IServiceCollection AddHubPages(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddOptions<CircuitLimitOptions>().BindConfiguration(CircuitLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OpenCircuits>();
        services.AddScoped<CircuitHandler, CircuitLimit>();
        services.AddScoped<CircuitHandler, CircuitStanding>();
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits =>
            {
                circuits.DetailedErrors = environment.IsDevelopment();
                circuits.DisconnectedCircuitMaxRetained = 100;
                circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
                circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
                circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessageInBytes);
        return services;
    }

    public static WebApplication UsePageErrors(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
        }

        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // An API route answers an unknown address in its own shape; the page is for people.
            if (IsApi(context.Request.Path) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
        return app;
    }

    /// <summary>
    /// A page needs the database before it can show anything: while that is down, people are told so at once, and the browser asks
    /// again by itself (RELIABILITY G4).
    /// </summary>
    public static WebApplication UsePagesWithoutDatabase(this WebApplication app)
    {
        var database = app.Services.GetRequiredService<DatabaseWatch>();
        app.Use((context, next) =>
        {
            if (!database.IsDown || IsApi(context.Request.Path) || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            context.Response.Headers["Refresh"] = "5";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(Text.T("The hub cannot reach its database at this moment. This page tries again by itself."), context.RequestAborted);
        });
        return app;
    }

    private static bool IsApi(PathString path) =>
        NotPages.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
