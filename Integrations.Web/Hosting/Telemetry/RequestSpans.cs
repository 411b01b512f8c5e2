using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>
/// A request's span: named by its route, never by its address, which may hold a key (SECURITY L1). It begins a trace of the
/// hub's own, unless <c>Telemetry:ContinueCallersTraces</c> says that anyone who calls may be believed.
/// </summary>
internal static class RequestSpans
{
    private const string ContinueKey = "Telemetry:ContinueCallersTraces";

    /// <summary>Asked for all the time, and of no interest: health, files, and the sockets of circuits, which last for hours.</summary>
    private static readonly PathString[] Quiet = ["/health", "/_blazor", "/_framework", "/_content"];

    public static IServiceCollection AddOwnTraces(this IServiceCollection services, IConfiguration configuration) =>
        bool.TryParse(configuration[ContinueKey], out var isBelieved) && isBelieved ? services : services.AddSingleton<DistributedContextPropagator>(new OwnTraces());

    public static WebApplication UseRequestSpans(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            // Taken now: a page of errors that is run instead has another endpoint.
            var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
            try
            {
                await next(context);
            }
            finally
            {
                if (span is { IsAllDataRequested: true })
                {
                    Describe(span, context);
                }
            }
        });
        return app;
    }

    private static void Describe(Activity span, HttpContext context)
    {
        if (IsQuiet(context.Request.Path))
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var status = context.Response.StatusCode;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route).SetTag("url.scheme", context.Request.Scheme).SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static bool IsQuiet(PathString path) =>
        Quiet.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase)) || (Path.HasExtension(path.Value) && !Errors.ApiErrors.IsApi(path));

    /// <summary>Believes no caller's trace id: it would be their word for which request is which (RELIABILITY O4).</summary>
    private sealed class OwnTraces : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields { get; } = [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
