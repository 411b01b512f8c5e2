using Integrations.Connectors.Http;
using Integrations.Core.Identity.Entra;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Sandbox;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Integrations.Web.Hosting.SignIn.Entra;

/// <summary>
/// Signing in with Microsoft, by Microsoft.Identity.Web: OpenID Connect's code flow with PKCE and a nonce
/// (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). No token is kept: connections have their own. The
/// vendor sandbox plays Microsoft where it is on.
/// </summary>
internal static class MicrosoftHosting
{
    public const string SignInPath = "/account/microsoft";
    public const string LinkPath = "/account/microsoft/link";
    public const string CallbackPath = "/account/microsoft/callback";

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

        services.AddSingleton<MicrosoftReach>();
        services.AddAuthentication().AddMicrosoftIdentityWebApp(_ => { }, configureCookieAuthenticationOptions: null, Schemes.Microsoft, cookieScheme: null, displayName: "Microsoft");
        services.AddOptions<MicrosoftIdentityOptions>(Schemes.Microsoft).Configure<IOptions<MicrosoftOptions>, IOptions<PublicOriginOptions>>((identity, microsoft, origin) =>
        {
            Configure(identity, SessionCookie.IsSecure(origin.Value));
            Configure(identity, microsoft.Value);
        });
        // Some of these come over from the library's own options and others do not (4.18.0), so they are set on both.
        services.AddOptions<OpenIdConnectOptions>(Schemes.Microsoft).Configure<IOptions<MicrosoftOptions>, IOptions<PublicOriginOptions>, VendorPipeline>((oidc, microsoft, origin, pipeline) =>
        {
            Configure(oidc, SessionCookie.IsSecure(origin.Value));
            // The library's own check keeps one HTTP client for the life of the process, whichever hub in it asked first.
            oidc.TokenValidationParameters.IssuerValidator = (issuer, token, _) => CheckIssuer(issuer, token, microsoft.Value);
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

    private static async Task<IResult> SignIn(string? returnUrl, MicrosoftReach reach, CancellationToken cancellationToken) =>
        await reach.IsThereAsync(cancellationToken)
            ? TypedResults.Challenge(new AuthenticationProperties { RedirectUri = ReturnPath.OrStart(returnUrl) }, [Schemes.Microsoft])
            : TypedResults.LocalRedirect(SessionCookie.SignInPath + QueryString.Create(MicrosoftAnswer.Outcome, MicrosoftAnswer.Unreachable).Add(SessionCookie.ReturnUrl, ReturnPath.OrStart(returnUrl)));

    private static async Task<IResult> Link(MicrosoftAccounts accounts, Caller caller, MicrosoftReach reach, CancellationToken cancellationToken)
    {
        if (accounts.Begin(caller).Failure is { } refused)
        {
            return refused.Code == Caller.ReauthenticationCode
                ? TypedResults.LocalRedirect(SessionCookie.ConfirmAddress(LinkPath))
                : TypedResults.Forbid(authenticationSchemes: [Schemes.Session]);
        }

        if (!await reach.IsThereAsync(cancellationToken))
        {
            return TypedResults.LocalRedirect("/account" + QueryString.Create(MicrosoftAnswer.Outcome, MicrosoftAnswer.Unreachable));
        }

        // The answer counts only in the session that asked.
        var asked = new AuthenticationProperties { RedirectUri = "/account", Items = { [MicrosoftAnswer.LinkingSession] = caller.SessionId?.ToString("D") } };
        return TypedResults.Challenge(asked, [Schemes.Microsoft]);
    }

    private static void Configure(OpenIdConnectOptions oidc, bool isSecure)
    {
        oidc.SignInScheme = Schemes.Session;
        // By GET, with which browsers send cookies that are Lax.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        oidc.SaveTokens = false;
        // Who a person is, is said by directory and subject together.
        oidc.ClaimActions.Remove("iss");
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }
    }

    private static void Configure(MicrosoftIdentityOptions identity, MicrosoftOptions microsoft)
    {
        identity.Instance = microsoft.Instance;
        identity.TenantId = microsoft.Tenant;
        identity.ClientId = microsoft.ClientId;
        identity.ClientSecret = microsoft.ClientSecret;
        identity.CallbackPath = CallbackPath;
        // The library's own choice is an identity token by form post; this is the code flow.
        identity.ResponseType = OpenIdConnectResponseType.Code;
        identity.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                // The Host header decides nothing about where we are (SECURITY O6).
                context.ProtocolMessage.RedirectUri = new Uri(context.HttpContext.RequestServices.GetRequiredService<PublicOrigin>().Value, CallbackPath).AbsoluteUri;
                context.ProtocolMessage.Prompt = "select_account";
                return Task.CompletedTask;
            },
            OnTicketReceived = MicrosoftAnswer.TakeAsync,
            OnRemoteFailure = MicrosoftAnswer.FailAsync,
        };
    }

    /// <summary>
    /// The metadata of many directories has <c>{tenantid}</c> where each has its id: the token's issuer has to name the directory that the
    /// token says it is of, and where one is configured, that one. The handler takes a token without a signature from the token endpoint
    /// (OpenID Connect Core 3.1.3.7 allows it); this hub does not (SECURITY O9).
    /// </summary>
    private static string CheckIssuer(string issuer, SecurityToken token, MicrosoftOptions microsoft) =>
        token is JsonWebToken { IsSigned: true } jwt && jwt.TryGetPayloadValue<string>("tid", out var directory) && Guid.TryParseExact(directory, "D", out _)
        && issuer == $"{microsoft.Instance.TrimEnd('/')}/{directory}/v2.0"
        && (microsoft.Directory is null || string.Equals(directory, microsoft.Directory, StringComparison.OrdinalIgnoreCase))
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("The identity token is of another directory, or is not signed.");
}
