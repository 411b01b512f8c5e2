using System.Globalization;
using System.Text.RegularExpressions;
using Integrations.Primitives;
using Integrations.Web.Api.Accounts;
using Integrations.Web.Api.Auth;
using Integrations.Web.Api.Automation;
using Integrations.Web.Api.Company;
using Integrations.Web.Api.Entities;
using Integrations.Web.Api.Mcp;
using Integrations.Web.Api.Platform;
using Integrations.Web.Hosting.SignIn.Programs;
using Integrations.Web.Hosting.Telemetry;

namespace Integrations.Web.Hosting.Errors;

/// <summary>Writes an error in the shape of the surface that was asked: the endpoint's own, else by address.</summary>
internal static partial class ApiErrors
{
    private static readonly IApiErrorShape Platform = new PlatformErrorShape();

    private static readonly (PathString Start, IApiErrorShape Shape)[] ByAddress =
    [
        ("/api/v1", new CompanyErrorShape()),
        ("/v1", new AutomationErrorShape()),
        ("/api/auth/integrations", new AccountsErrorShape()),
        ("/api/auth/github", new AccountsErrorShape()),
        ("/api/google-calendar", new AccountsErrorShape()),
        ("/.well-known", new SignInErrorShape()),
        ("/oauth", new SignInErrorShape()),
    ];

    private static readonly PathString[] SignIn = ["/.well-known", ProgramServerHosting.TokenPath, ProgramServerHosting.RevokePath, ProgramRegistrationEndpoints.Path];

    private static readonly IApiErrorShape Entities = new EntitiesErrorShape();

    public static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(McpHosting.Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where programs sign in: no surface, and no page either.</summary>
    public static bool IsSignIn(PathString path) => SignIn.Any(door => path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase));

    /// <summary>An endpoint's answer for a failure; the way every handler maps it.</summary>
    public static ApiErrorResult ToApiError(this Failure failure) => new(ApiError.From(failure));

    public static async Task WriteAsync(HttpContext context, ApiError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        if (error.Status == StatusCodes.Status403Forbidden)
        {
            context.RequestServices.GetRequiredService<RefusalFigures>().Refused(RefusalFigures.Forbidden, context);
        }

        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var body = ShapeOf(context).Body(error, context.TraceIdentifier);
        await response.WriteAsJsonAsync(body, body.GetType(), context.RequestAborted);
    }

    internal static IApiErrorShape ShapeOf(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IApiErrorShape>() is { } own)
        {
            return own;
        }

        var path = context.Request.Path;
        foreach (var (start, shape) in ByAddress)
        {
            if (path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
            {
                return shape;
            }
        }

        return IsEntities(context.Request) ? Entities : Platform;
    }

    // 000's three routes live under the same base as 001's; the search is told apart by its method.
    private static bool IsEntities(HttpRequest request) =>
        EntitiesRoute().Match(request.Path.Value ?? "") is { Success: true } match
        && (match.Groups["verb"].Value != "search" || HttpMethods.IsPost(request.Method));

    [GeneratedRegex("^/api/integrations/[^/]+/(?<verb>test|search|entities)(/|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EntitiesRoute();
}
