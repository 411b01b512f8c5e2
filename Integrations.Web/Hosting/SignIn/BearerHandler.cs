using System.Text.Encodings.Web;
using Integrations.Core.Identity.Tokens;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Takes access tokens and personal access tokens from the Authorization header; refuses in the error shape of the surface that was asked.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessTokens tokens, RefusalFigures figures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (header.Count > 1 || !header[0]!.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            figures.Refused(RefusalFigures.Token, Context);
            return AuthenticateResult.Fail("One Authorization header with a Bearer token is expected.");
        }

        var answer = await tokens.AuthenticateAsync(header[0]![Prefix.Length..].Trim(), Context.RequestAborted);
        if (answer.TryGet(out var caller, out var failure))
        {
            return AuthenticateResult.Success(new AuthenticationTicket(
                HubClaims.ForToken(caller with { RemoteAddress = Context.Connection.RemoteIpAddress?.ToString() }), Scheme.Name));
        }

        figures.Refused(RefusalFigures.Token, Context);
        return AuthenticateResult.Fail(failure.Message);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isRefused = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        Response.Headers.WWWAuthenticate = isRefused ? "Bearer error=\"invalid_token\"" : "Bearer";
        await ApiErrors.WriteAsync(Context, isRefused ? ApiError.TokenRefused : ApiError.NotSignedIn);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ApiErrors.WriteAsync(Context, ApiError.NotAllowed);
}
