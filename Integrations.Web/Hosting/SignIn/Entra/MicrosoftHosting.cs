using Integrations.Core.Access.Entra;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Sandbox;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Integrations.Web.Hosting.SignIn.Entra;

/// <summary>
/// Signing in with Microsoft: OpenID Connect's code flow with PKCE and a nonce
/// (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). The vendor sandbox plays Microsoft where it is on.
/// </summary>
internal static class MicrosoftHosting
{
    public const string SignInPath = "/account/microsoft";
    public const string LinkPath = "/account/microsoft/link";
    public const string CallbackPath = "/account/microsoft/callback";

    private const string Login = "https://login.microsoftonline.com";

    /// <summary>As the pipeline of vendor calls counts them.</summary>
    private const string Vendor = "microsoft_sign_in";

    private const string SandboxClient = "microsoft_outlook";

    public static WebApplicationBuilder AddMicrosoftSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var played = SandboxHosting.Played(builder.Configuration, builder.Environment);
        services.AddOptions<MicrosoftOptions>().BindConfiguration(MicrosoftOptions.Section).PostConfigure(options =>
        {
            if (played is not null && !options.IsOn)
            {
                (options.ClientId, options.ClientSecret) = played.ClientOf(SandboxClient);
            }
        }).ValidateDataAnnotations().ValidateOnStart();

        if (played is null && string.IsNullOrEmpty(builder.Configuration[$"{MicrosoftOptions.Section}:{nameof(MicrosoftOptions.ClientId)}"]))
        {
            return builder;
        }

        services.AddAuthentication().AddOpenIdConnect(Schemes.Microsoft, "Microsoft", _ => { });
        services.AddOptions<OpenIdConnectOptions>(Schemes.Microsoft).Configure<IOptions<MicrosoftOptions>, IOptions<PublicOriginOptions>, VendorPipeline>((oidc, microsoft, origin, pipeline) =>
        {
            Configure(oidc, microsoft.Value, SessionCookie.IsSecure(origin.Value));
            oidc.RequireHttpsMetadata = played is null;
            oidc.BackchannelHttpHandler = pipeline.Create(Vendor, authentication: null);
        });
        return builder;
    }

    public static IEndpointRouteBuilder MapMicrosoftSignIn(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IOptions<MicrosoftOptions>>().Value.IsOn)
        {
            routes.MapGet(SignInPath, SignIn).AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
            // Answered by the scheme itself before routes are; one that is not is no answer of Microsoft's.
            routes.MapGet(CallbackPath, () => TypedResults.LocalRedirect(SessionCookie.SignInPath + QueryString.Create(MicrosoftAnswer.Outcome, MicrosoftAnswer.Failed)))
                .AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
            routes.MapGet(LinkPath, Link).RequireAuthorization().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        }

        return routes;
    }

    private static ChallengeHttpResult SignIn(string? returnUrl) =>
        TypedResults.Challenge(new AuthenticationProperties { RedirectUri = ReturnPath.OrStart(returnUrl) }, [Schemes.Microsoft]);

    private static IResult Link(MicrosoftAccounts accounts, Caller caller)
    {
        if (accounts.Begin(caller).Failure is { } refused)
        {
            return refused.Code == Caller.ReauthenticationCode
                ? TypedResults.LocalRedirect(SessionCookie.ConfirmPath + QueryString.Create(SessionCookie.ReturnUrl, LinkPath))
                : TypedResults.Forbid(authenticationSchemes: [Schemes.Session]);
        }

        // The answer counts only in the session that asked.
        var asked = new AuthenticationProperties { RedirectUri = "/account", Items = { [MicrosoftAnswer.LinkingSession] = caller.SessionId?.ToString("D") } };
        return TypedResults.Challenge(asked, [Schemes.Microsoft]);
    }

    private static void Configure(OpenIdConnectOptions oidc, MicrosoftOptions microsoft, bool isSecure)
    {
        oidc.MetadataAddress = $"{Login}/{microsoft.Tenant}/v2.0/.well-known/openid-configuration";
        oidc.ClientId = microsoft.ClientId;
        oidc.ClientSecret = microsoft.ClientSecret;
        oidc.CallbackPath = CallbackPath;
        oidc.SignInScheme = Schemes.Session;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        // By GET, with which browsers send cookies that are Lax.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        // Who somebody is, is said by directory and subject together.
        oidc.ClaimActions.Remove("iss");
        oidc.SaveTokens = false;
        oidc.TokenValidationParameters.IssuerValidator = (issuer, token, _) => CheckIssuer(issuer, token, microsoft.Tenant);
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        oidc.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                // What stands in the Host header is nobody's word for where we are (SECURITY O6).
                context.ProtocolMessage.RedirectUri = new Uri(context.HttpContext.RequestServices.GetRequiredService<PublicOrigin>().Value, CallbackPath).AbsoluteUri;
                context.ProtocolMessage.Prompt = "select_account";
                return Task.CompletedTask;
            },
            OnTicketReceived = MicrosoftAnswer.TakeAsync,
            OnRemoteFailure = MicrosoftAnswer.FailAsync,
        };
    }

    /// <summary>Microsoft's metadata for many directories has a place where each has its id; the token's own has to be the one it names.</summary>
    private static string CheckIssuer(string issuer, SecurityToken token, string tenant) =>
        token is JsonWebToken jwt && jwt.TryGetPayloadValue<string>("tid", out var directory) && Guid.TryParseExact(directory, "D", out _)
        && issuer == $"{Login}/{directory}/v2.0" && (tenant is "organizations" or "common" || string.Equals(directory, tenant, StringComparison.OrdinalIgnoreCase))
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("The identity token is of another directory.");
}
