using Integrations.Primitives;

namespace Integrations.Web.Hosting.Errors;

/// <summary>What went wrong with an API request, before a surface gives it its shape.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Core's code, such as <c>instance.name_taken</c>; surfaces map it to theirs.</param>
/// <param name="Message">For people.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The failure this came from; null for what the pipeline refused.</summary>
    public FailureKind? Kind { get; init; }

    public static ApiError NotSignedIn { get; } = new(StatusCodes.Status401Unauthorized, "auth.required", "Authentication required");

    public static ApiError TokenRefused { get; } =
        new(StatusCodes.Status401Unauthorized, "auth.token_refused", "The token is not valid, has expired or was revoked.");

    public static ApiError NotAllowed { get; } = new(StatusCodes.Status403Forbidden, Failure.ForbiddenCode, "Insufficient permissions");

    /// <summary>What document 001 says of the routes for providers.</summary>
    public static ApiError SuperAdminsOnly { get; } = NotAllowed with { Message = "Super admin access required" };

    public static ApiError From(Failure failure) => new(StatusOf(failure.Kind), failure.Code, failure.Message)
    {
        Fields = failure.Fields,
        RetryAfter = failure.RetryAfter,
        Kind = failure.Kind,
    };

    /// <summary>For answers that have a status only, such as an unknown route or a wrong method.</summary>
    public static ApiError Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => new(status, "request.unreadable", "The request could not be read."),
        StatusCodes.Status401Unauthorized => NotSignedIn,
        StatusCodes.Status403Forbidden => NotAllowed,
        StatusCodes.Status404NotFound => new(status, "route.not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method.not_allowed", "This address does not take this method."),
        StatusCodes.Status413PayloadTooLarge => new(status, "request.too_large", "The request is larger than 1 MB."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "content_type.unsupported", "Send the body as application/json."),
        StatusCodes.Status429TooManyRequests => new(status, "rate_limit", "Rate limit exceeded. Please try again later."),
        StatusCodes.Status503ServiceUnavailable => new(status, "unavailable", "The hub cannot do this right now. Try again in a moment."),
        >= 500 => new(StatusCodes.Status500InternalServerError, "internal", "Internal server error"),
        _ => new(status, "request.refused", "The request was refused."),
    };

    private static int StatusOf(FailureKind kind) => kind switch
    {
        FailureKind.Invalid => StatusCodes.Status400BadRequest,
        FailureKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        FailureKind.Forbidden => StatusCodes.Status403Forbidden,
        FailureKind.NotFound => StatusCodes.Status404NotFound,
        FailureKind.Conflict => StatusCodes.Status409Conflict,
        FailureKind.Stale => StatusCodes.Status412PreconditionFailed,
        FailureKind.TooMany => StatusCodes.Status429TooManyRequests,
        FailureKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        // The documents know no 502: a vendor that refuses or cannot be reached is a bad request of the caller's connection.
        FailureKind.VendorRateLimited => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status400BadRequest,
    };
}
