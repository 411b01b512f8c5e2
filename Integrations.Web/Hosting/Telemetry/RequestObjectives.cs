using Integrations.Connectors.Http;
using Integrations.Core.Diagnostics;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>Tells the watch over objectives how each API request went (RELIABILITY O5).</summary>
internal static class RequestObjectives
{
    public static WebApplication UseObjectives(this WebApplication app)
    {
        var (watch, vendors, clock) = (app.Services.GetRequiredService<ObjectiveWatch>(), app.Services.GetRequiredService<VendorTime>(), app.Services.GetRequiredService<TimeProvider>());
        app.UseWhen(context => Errors.ApiErrors.IsApi(context.Request.Path), api => api.Use(async (context, next) =>
        {
            var started = clock.GetTimestamp();
            var waited = vendors.Begin();
            await next(context);
            watch.RequestEnded(clock.GetElapsedTime(started) - waited.Spent, context.Response.StatusCode);
        }));
        return app;
    }
}
