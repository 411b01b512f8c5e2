using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.N8n;

/// <summary>Keys of n8n's public API; every error is a message.</summary>
internal sealed class N8nGuard(TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    public static IResult Error(int status, string message) => SandboxJson.Answer(new { message }, status);

    protected override IResult? Refuse(HttpContext http) =>
        http.Request.Path.Value!.EndsWith("activate", StringComparison.Ordinal) && http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true
            ? Error(StatusCodes.Status415UnsupportedMediaType, $"unsupported media type {http.Request.ContentType}")
            : null;

    protected override TokenLookup Authenticate(HttpContext http) =>
        N8nKeys.Find(http.Request.Headers["X-N8N-API-KEY"] is { Count: > 0 } key ? key.ToString() : AuthorizationValue(http, "Bearer") ?? "");

    protected override IResult Unauthorized(HttpContext http, TokenState state) =>
        Error(StatusCodes.Status401Unauthorized, state == TokenState.Missing ? "'X-N8N-API-KEY' header required" : "unauthorized");

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) => Error(StatusCodes.Status429TooManyRequests, "Too many requests");

    protected override IResult Failing(HttpContext http) => Error(StatusCodes.Status500InternalServerError, "Internal Server Error");
}
