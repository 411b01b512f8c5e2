using Integrations.Core.Identity.Programs;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Auth;

/// <summary>Programs register themselves (RFC 7591), where an administrator let them.</summary>
internal static class ProgramRegistrationEndpoints
{
    public const string Path = "/oauth/register";

    private const int LargestBody = 16 * 1024;

    public static IEndpointRouteBuilder MapProgramRegistration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, RegisterAsync).AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<JsonHttpResult<RegisteredProgramDocument>, JsonHttpResult<SignInErrorDocument>>> RegisterAsync(
        HttpContext context, ProgramSelfRegistration registration, TimeProvider clock, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = await ReadAsync(context.Request, cancellationToken);
        var registered = body is null
            ? new Failure(FailureKind.Invalid, "invalid_client_metadata", $"Send at most {LargestBody / 1024} KB of JSON.")
            : await registration.RegisterAsync(body, cancellationToken);
        return registered.TryGet(out var row, out var failure)
            ? TypedResults.Json(new RegisteredProgramDocument(row.ClientId, clock.GetUtcNow().ToUnixTimeSeconds(), row.Name, row.Redirects), statusCode: StatusCodes.Status201Created)
            : TypedResults.Json(new SignInErrorDocument(failure.Code, failure.Message), statusCode: failure.Kind switch
            {
                FailureKind.Forbidden => StatusCodes.Status403Forbidden,
                FailureKind.TooMany => StatusCodes.Status429TooManyRequests,
                _ => StatusCodes.Status400BadRequest,
            });
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType() || request.ContentLength > LargestBody)
        {
            return null;
        }

        var buffer = new byte[LargestBody + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read > LargestBody ? null : buffer[..read];
    }
}
