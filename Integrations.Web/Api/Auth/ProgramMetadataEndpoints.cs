using Integrations.Core.Identity.Programs;
using Integrations.Core.Identity.Tokens;
using Integrations.Primitives;
using Integrations.Web.Api.Mcp;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn.Programs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Auth;

/// <summary>How programs that sign in by themselves find their way: what the hub's resources are (RFC 9728), and where its authorization server is (RFC 8414).</summary>
internal static class ProgramMetadataEndpoints
{
    public const string ServerPath = "/.well-known/oauth-authorization-server";

    private const string ResourcePath = "/.well-known/oauth-protected-resource";
    private const string CacheControl = "public, max-age=300";

    public static IEndpointRouteBuilder MapProgramMetadata(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ServerPath, ServerAsync).WithName("GetAuthorizationServer").WithTags("Sign-in").WithSummary("Authorization server metadata")
            .WithDescription("Where programs sign in by themselves (RFC 8414).").WithErrorShape(new SignInErrorShape()).AllowAnonymous().RequireRateClass(RateClass.Anonymous);
        routes.MapGet(ResourcePath + McpHosting.Path, Tools).WithName("GetToolsResource").WithTags("Sign-in").WithSummary("Metadata of the tools at /mcp")
            .WithDescription("Which authorization server gives tokens for them (RFC 9728).").WithErrorShape(new SignInErrorShape()).AllowAnonymous().RequireRateClass(RateClass.Anonymous);
        routes.MapGet(ResourcePath, Routes).WithName("GetRoutesResource").WithTags("Sign-in").WithSummary("Metadata of the API's routes")
            .WithDescription("Which authorization server gives tokens for them (RFC 9728).").WithErrorShape(new SignInErrorShape()).AllowAnonymous().RequireRateClass(RateClass.Anonymous);
        return routes;
    }

    /// <summary>Of the tools, for a program that asks them without a token.</summary>
    public static string OfTools(PublicOrigin origin) => origin.Url(ResourcePath + McpHosting.Path);

    private static async Task<Ok<AuthorizationServerDocument>> ServerAsync(HttpContext context, PublicOrigin origin, ProgramRulesService rules, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = CacheControl;
        return TypedResults.Ok(new AuthorizationServerDocument(ProgramAsk.Server(origin))
        {
            AuthorizationEndpoint = origin.Url(ProgramServerHosting.AuthorizePath),
            TokenEndpoint = origin.Url(ProgramServerHosting.TokenPath),
            RevocationEndpoint = origin.Url(ProgramServerHosting.RevokePath),
            RegistrationEndpoint = await rules.AnyAllowsSelfRegisteredAsync(cancellationToken) ? origin.Url(ProgramRegistrationEndpoints.Path) : null,
        });
    }

    private static Ok<ProtectedResourceDocument> Tools(HttpContext context, PublicOrigin origin) =>
        Resource(context, new ProtectedResourceDocument(ProgramAsk.Tools(origin), [ProgramAsk.Server(origin)], [TokenScopeNames.Mcp], "Tools of an integrations hub"));

    private static Ok<ProtectedResourceDocument> Routes(HttpContext context, PublicOrigin origin) => Resource(
        context,
        new ProtectedResourceDocument(
            ProgramAsk.Routes(origin), [ProgramAsk.Server(origin)], [TokenScopeNames.Read, TokenScopeNames.Write, TokenScopeNames.Admin, TokenScopeNames.Proxy], "API of an integrations hub"));

    private static Ok<ProtectedResourceDocument> Resource(HttpContext context, ProtectedResourceDocument document)
    {
        context.Response.Headers.CacheControl = CacheControl;
        return TypedResults.Ok(document);
    }
}
