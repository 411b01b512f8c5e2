using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Api.Auth;

/// <summary><c>{error,error_description}</c> (RFC 6749, 5.2), where OAuth libraries ask: they read no other.</summary>
internal sealed class SignInErrorShape : IApiErrorShape
{
    public object Body(ApiError error, string requestId) => new SignInErrorDocument(CodeOf(error.Status), error.Message);

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "invalid_client",
        StatusCodes.Status403Forbidden => "access_denied",
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "temporarily_unavailable",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request",
    };
}
