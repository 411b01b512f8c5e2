using System.Text.Encodings.Web;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Api.Auth;
using Integrations.Web.Api.Mcp;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.SignIn.Programs;
using Integrations.Web.Hosting.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Takes access tokens of people and programs, and personal access tokens, from the Authorization header; refuses in the error shape of the surface that was asked.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessTokens tokens, ProgramTokens programs, RefusalFigures figures,
    PublicOrigin origin)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Prefix = "Bearer ";

    private bool IsAtTools => Request.Path.StartsWithSegments(McpHosting.Path, StringComparison.OrdinalIgnoreCase);

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

        var token = header[0]![Prefix.Length..].Trim();
        var answer = await (ProgramTokens.IsOne(token) ? programs.AuthenticateAsync(token, IsAtTools, Context.RequestAborted) : tokens.AuthenticateAsync(token, Context.RequestAborted));
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
        List<string> says = [.. isRefused ? ["error=\"invalid_token\""] : Array.Empty<string>(), .. Metadata()];
        Response.Headers.WWWAuthenticate = says.Count == 0 ? "Bearer" : $"Bearer {string.Join(", ", says)}";
        await ApiErrors.WriteAsync(Context, isRefused ? ApiError.TokenRefused : ApiError.NotSignedIn);
    }

    /// <summary>Where a program without a token learns how it gets one (RFC 9728).</summary>
    private IEnumerable<string> Metadata() =>
        origin.IsKnown && IsAtTools
            ? [$"resource_metadata=\"{ProgramMetadataEndpoints.OfTools(origin)}\"", $"scope=\"{TokenScopeNames.Mcp}\""]
            : [];

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiErrors.WriteAsync(Context, IsForSuperAdmins && !Context.User.IsInRole(Roles.SuperAdmin) ? ApiError.SuperAdminsOnly : ApiError.NotAllowed);

    private bool IsForSuperAdmins => Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy == Policies.ApiSuperAdmin) == true;
}
