using Integrations.Core.Identity.Jwt;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Auth;

/// <summary>The public keys that access tokens can be verified with (RFC 7517).</summary>
internal static class KeySetEndpoints
{
    public static IEndpointRouteBuilder MapKeySet(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/jwks.json", ListAsync).WithName("GetSigningKeys").WithTags("Sign-in").WithSummary("Public keys of access tokens")
            .WithDescription("What the tokens of POST /api/auth/token can be verified with (RFC 7517). Those of /oauth/token say nothing to others: each is looked up.").WithErrorShape(new SignInErrorShape()).AllowAnonymous().RequireRateClass(RateClass.Anonymous);
        return routes;
    }

    private static async Task<Ok<KeySet>> ListAsync(HttpContext context, SigningKeys keys, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(new KeySet(await keys.PublicSetAsync(cancellationToken)));
    }
}
