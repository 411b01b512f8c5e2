using Integrations.Core.Connections;
using Integrations.Core.Setup;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Stopping;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Hosting;

/// <summary>Alive: the process answers. Ready: it can do its work. Neither tells anything else (SECURITY V9).</summary>
internal static class Health
{
    /// <summary>Answers by itself, without asking anything; so it is not counted, and a flood from elsewhere cannot make a supervisor end the process.</summary>
    public const string LivePath = "/health/live";

    /// <summary>Those that are believed are taken out of the request (Network).</summary>
    private static readonly string[] ForwardedHeaders = ["X-Forwarded-For", "X-Forwarded-Proto"];

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(LivePath, () => TypedResults.Ok(new HealthAnswer("ok"))).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(SelfReach.Path, Self).AllowAnonymous().RequireRateClass(RateClass.Provider).ExcludeFromDescription();
        return routes;
    }

    /// <summary>Tells the hub itself, and no stranger, how a request to its public address arrived.</summary>
    private static Results<Ok<SelfView>, NotFound> Self(HttpContext context, SelfReach self, string? ticket)
    {
        if (!self.IsOurs(ticket))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SelfView(
            context.Request.Scheme, context.Connection.RemoteIpAddress?.ToString(), [.. ForwardedHeaders.Where(context.Request.Headers.ContainsKey)]));
    }

    private static async Task<Results<Ok<HealthAnswer>, JsonHttpResult<HealthAnswer>>> ReadyAsync(
        DatabaseStart database, UnreadableCredentials unreadable, IEnumerable<IHostedService> services, StopSignals stop, CancellationToken cancellationToken)
    {
        // A stopping hub finishes what it has and takes nothing new (RELIABILITY X1).
        var isReady = !stop.IsLeaving && await database.IsReachableAsync(cancellationToken);
        return isReady
            // Degraded still serves: an operator has to look, traffic need not stop (RELIABILITY X3, SECURITY T4).
            ? TypedResults.Ok(new HealthAnswer(unreadable.Count > 0 || services.OfType<BackgroundLoop>().Any(loop => loop.IsStalled) ? "degraded" : "ok"))
            : TypedResults.Json(new HealthAnswer("unavailable"), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
