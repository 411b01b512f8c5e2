using System.Diagnostics;

namespace Integrations.Web.Hosting;

/// <summary>One id for a request's answer, logs, activity and audit (RELIABILITY O4): the trace's, never the caller's word.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";

    public static WebApplication UseRequestIds(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.TraceIdentifier = System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
            context.Response.Headers[Header] = context.TraceIdentifier;
            return next(context);
        });
        return app;
    }
}
