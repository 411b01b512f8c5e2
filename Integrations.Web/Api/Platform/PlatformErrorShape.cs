using System.Globalization;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Api.Platform;

/// <summary><c>{error:{code,message,details,requestId}}</c>; 429 has <c>retryAfter</c> instead of the last two, as documented.</summary>
internal sealed class PlatformErrorShape : IApiErrorShape
{
    public object Body(ApiError error, string requestId)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = CodeOf(error), ["message"] = error.Message };
        if (error.Status == StatusCodes.Status429TooManyRequests)
        {
            body["retryAfter"] = error.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : 60;
        }
        else
        {
            if (Details(error) is { } details)
            {
                body["details"] = details;
            }

            body["requestId"] = requestId;
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal) { ["error"] = body };
    }

    /// <summary>001 names seven codes; what none of them fits keeps Core's own, in the same spelling.</summary>
    internal static string CodeOf(ApiError error) => error switch
    {
        { Kind: FailureKind.CredentialRefused } => "INVALID_CREDENTIALS",
        { Kind: FailureKind.VendorRefused or FailureKind.VendorUnavailable or FailureKind.VendorRateLimited } => "CONNECTION_FAILED",
        { Status: StatusCodes.Status400BadRequest } => "VALIDATION_ERROR",
        { Status: StatusCodes.Status403Forbidden } => "PERMISSION_DENIED",
        { Status: StatusCodes.Status429TooManyRequests } => "RATE_LIMIT_EXCEEDED",
        { Status: StatusCodes.Status404NotFound } when error.Code.StartsWith("provider.", StringComparison.Ordinal) => "PROVIDER_NOT_FOUND",
        { Status: StatusCodes.Status404NotFound, Kind: not null } when !error.Code.StartsWith("template.", StringComparison.Ordinal) && !error.Code.StartsWith("connect_link.", StringComparison.Ordinal) => "INTEGRATION_NOT_FOUND",
        _ => error.Code.Replace('.', '_').ToUpper(CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, object?>? Details(ApiError error) =>
        error.Fields is { } fields ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["fields"] = fields }
        : error.Kind is not null ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = error.Code }
        : null;
}
