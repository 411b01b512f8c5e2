using Integrations.Core.Identity;
using Integrations.Core.Permissions;
using Integrations.Web.Api.Mcp;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

internal static class SignInHosting
{
    private static readonly PathString[] BearerOnly = ["/api", "/v1", McpHosting.Path];

    /// <summary>Cookie sign-in for browsers, Bearer tokens for the API, and the <see cref="Caller"/> either of them makes. After the pages' services.</summary>
    public static WebApplicationBuilder AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var origin = builder.Configuration.GetSection(PublicOriginOptions.Section).Get<PublicOriginOptions>() ?? new PublicOriginOptions();
        services.AddAuthentication(Schemes.Hub)
            .AddPolicyScheme(Schemes.Hub, displayName: null, hub => hub.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Schemes.Bearer, configureOptions: null)
            .AddCookie(Schemes.Session);
        services.AddOptions<CookieAuthenticationOptions>(Schemes.Session).Configure<IOptions<AccessOptions>, IOptions<PublicOriginOptions>>(
            (cookie, access, hub) => SessionCookie.Configure(cookie, SessionCookie.IsSecure(hub.Value), access.Value));

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.Api, policy => policy.AddAuthenticationSchemes(Schemes.Bearer).RequireAuthenticatedUser().RequireAssertion(MayRead))
            .AddPolicy(Policies.Mcp, policy => policy.AddAuthenticationSchemes(Schemes.Bearer).RequireAuthenticatedUser())
            .AddPolicy(Policies.ApiTenantAdmin, policy => policy.AddAuthenticationSchemes(Schemes.Bearer).RequireRole(Roles.TenantAdmin).RequireAssertion(MayRead))
            .AddPolicy(Policies.ApiSuperAdmin, policy => policy.AddAuthenticationSchemes(Schemes.Bearer).RequireRole(Roles.SuperAdmin).RequireAssertion(MayRead))
            .AddPolicy(Policies.TenantAdmin, policy => policy.RequireRole(Roles.TenantAdmin))
            .AddPolicy(Policies.SuperAdmin, policy => policy.RequireRole(Roles.SuperAdmin));

        services.AddAntiforgery(antiforgery =>
        {
            // The same choice as for the session cookie, which is made before options can be asked.
            var isSecure = SessionCookie.IsSecure(origin);
            antiforgery.Cookie.Name = SessionCookie.Name(isSecure, "hub-antiforgery");
            antiforgery.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.Path = "/";
            // The content security policy says the same and is what browsers follow.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });

        services.AddScoped<CurrentCaller>();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddScoped(CallerOf);
        return builder;
    }

    private static bool MayRead(AuthorizationHandlerContext context) => context.User.ToCaller().Scopes.HasFlag(TokenScopes.Read);

    private static string Choose(HttpContext context) =>
        BearerOnly.Any(start => context.Request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
        && context.GetEndpoint()?.Metadata.GetMetadata<TakesSession>() is null
            ? Schemes.Bearer
            : Schemes.Session;

    private static Caller CallerOf(IServiceProvider services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext is { } context
            ? context.User.ToCaller() with
            {
                RequestId = context.TraceIdentifier,
                RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
            }
            : services.GetRequiredService<CurrentCaller>().Value;
}
