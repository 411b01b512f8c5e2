using Integrations.Core.Identity.OpenId;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>
/// Signing in with an organization's own OpenID provider: OpenID Connect's code flow with PKCE and a nonce. Each organization has a
/// callback address of its own, so that an answer of one provider is never taken for another's (RFC 9700, 4.4.2.2).
/// </summary>
internal static class OpenIdHosting
{
    private const string Route = "/account/organization/{organizationId:guid}";

    public static WebApplicationBuilder AddOpenIdSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OpenIdFlow>();
        builder.Services.AddSingleton<OpenIdTries>();
        return builder;
    }

    public static IEndpointRouteBuilder MapOpenIdSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, SignInAsync).AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        routes.MapGet(Route + "/callback", CallbackAsync).AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        routes.MapGet(Route + "/try", TryAsync).RequireAuthorization(Policies.TenantAdmin).RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        return routes;
    }

    public static string SignInPath(Guid organizationId) => $"/account/organization/{organizationId:D}";

    public static string CallbackPath(Guid organizationId) => SignInPath(organizationId) + "/callback";

    public static string TryPath(Guid organizationId) => SignInPath(organizationId) + "/try";

    /// <summary>Where the button of a sign-in page leads.</summary>
    /// <param name="isFresh">The person has to show anew who they are, for an act that wants that (SECURITY S5).</param>
    public static string SignInAddress(Guid organizationId, string? returnUrl, bool isFresh = false)
    {
        var query = QueryString.Create(SessionCookie.ReturnUrl, ReturnPath.OrStart(returnUrl));
        return SignInPath(organizationId) + (isFresh ? query.Add("fresh", "true") : query);
    }

    private static async Task<IResult> SignInAsync(
        Guid organizationId, string? returnUrl, bool? fresh, HttpContext context, OpenIdProviders providers, OpenIdFlow flow, CancellationToken cancellationToken)
    {
        if (await providers.FindAsync(organizationId, cancellationToken) is not { IsOn: true } provider)
        {
            return TypedResults.LocalRedirect(OpenIdAnswer.Page(organizationId, OpenIdFailures.OffCode, returnUrl));
        }

        var asked = new AuthenticationProperties { RedirectUri = ReturnPath.OrStart(returnUrl) };
        if (fresh == true)
        {
            OpenIdFlow.AskAnew(asked);
        }

        return await flow.BeginAsync(context, provider, asked) is { } failure
            ? TypedResults.LocalRedirect(OpenIdAnswer.Page(organizationId, failure.Code, returnUrl))
            : TypedResults.Empty;
    }

    private static async Task<Results<EmptyHttpResult, RedirectHttpResult>> CallbackAsync(
        Guid organizationId, HttpContext context, OpenIdProviders providers, OpenIdFlow flow, CancellationToken cancellationToken)
    {
        if (await providers.FindAsync(organizationId, cancellationToken) is not { } provider)
        {
            return TypedResults.LocalRedirect(OpenIdAnswer.Page(organizationId, OpenIdFailures.OffCode));
        }

        return await flow.EndAsync(context, provider) is { } failure
            ? TypedResults.LocalRedirect(OpenIdAnswer.Page(organizationId, failure.Code))
            : TypedResults.Empty;
    }

    /// <summary>For administrators, on or not: the round trip alone; no one is signed in and nothing is saved.</summary>
    private static async Task<IResult> TryAsync(
        Guid organizationId, HttpContext context, Caller caller, OpenIdProviders providers, OpenIdFlow flow, OpenIdTries tries, CancellationToken cancellationToken)
    {
        if (caller.OrganizationId != organizationId || caller.Must(KnownPermissions.ChangeOrganizationSignIn) is not null
            || await providers.FindAsync(organizationId, cancellationToken) is not { } provider)
        {
            return TypedResults.Forbid(authenticationSchemes: [Schemes.Session]);
        }

        var asked = new AuthenticationProperties { RedirectUri = OpenIdTries.PagePath, Items = { [OpenIdAnswer.TryingSession] = caller.SessionId?.ToString("D") } };
        return await flow.BeginAsync(context, provider, asked) is { } failure ? tries.Show(context, caller, failure) : TypedResults.Empty;
    }
}
