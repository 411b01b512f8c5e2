using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Tokens;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Auth;

/// <summary>A password or an organization's key against an access token.</summary>
internal static class TokenEndpoints
{
    public static IEndpointRouteBuilder MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/auth/token", CreateAsync)
            .WithName("CreateAccessToken")
            .WithTags("Sign-in")
            .WithSummary("Get an access token")
            .WithDescription("With a person's e-mail address and password (and the code of their second factor, where they have one), or with the id and secret of an organization's API key.")
            .AllowAnonymous()
            .RequireRateClass(RateClass.SignIn)
            .BeyondDocuments();
        return routes;
    }

    private static async Task<Results<Ok<TokenResponse>, ApiErrorResult>> CreateAsync(
        TokenRequest body, HttpContext context, AccessTokens tokens, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var issued = body switch
        {
            { Email: { } email, Password: { } password, Code: var code, ClientId: null, ClientSecret: null } =>
                await tokens.ForPasswordAsync(email, password, code, new SignInOrigin(context.Connection.RemoteIpAddress?.ToString(), context.TraceIdentifier), cancellationToken),
            { ClientId: { } clientId, ClientSecret: { } clientSecret, Email: null, Password: null, Code: null } =>
                await tokens.ForClientAsync(clientId, clientSecret, cancellationToken),
            _ => Failure.Invalid("validation", "Send either email and password (with code, if there is a second factor), or clientId and clientSecret."),
        };
        return issued.Match<Results<Ok<TokenResponse>, ApiErrorResult>>(
            token => TypedResults.Ok(new TokenResponse(token.Token.Reveal(), "Bearer", (int)token.ExpiresIn.TotalSeconds)),
            failure => failure.ToApiError());
    }
}
