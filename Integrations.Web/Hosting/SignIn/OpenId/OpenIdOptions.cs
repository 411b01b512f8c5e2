using System.Net.Http.Headers;
using System.Text;
using Integrations.Core.Identity.OpenId;
using Integrations.Primitives;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>The options of ASP.NET's handler for one organization's provider.</summary>
internal static class OpenIdOptions
{
    private const string ByPost = "client_secret_post";

    /// <summary>Keys are public ones: a token that is signed with the client's secret, or not at all, is refused (RFC 8725, 3.1).</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static OpenIdConnectOptions Of(OpenIdProvider provider, OpenIdConnectConfiguration configuration, OpenIdMetadata metadata, bool isSecure, PublicOrigin origin)
    {
        var keys = configuration.SigningKeys;
        var options = new OpenIdConnectOptions
        {
            SignInScheme = Schemes.Session,
            ClientId = provider.ClientId,
            ClientSecret = IsByPost(configuration) ? provider.ClientSecret.Reveal() : null,
            CallbackPath = OpenIdHosting.CallbackPath(provider.OrganizationId),
            ConfigurationManager = new Read(configuration),
            ResponseType = OpenIdConnectResponseType.Code,
            // By GET, with which browsers send cookies that are Lax.
            ResponseMode = OpenIdConnectResponseMode.Query,
            UsePkce = true,
            MapInboundClaims = false,
            SaveTokens = false,
            // Many providers say the address there alone.
            GetClaimsFromUserInfoEndpoint = true,
            DisableTelemetry = true,
            // Its addresses were looked at by the egress rules, which let plain http into opened networks.
            RequireHttpsMetadata = false,
            TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = provider.ClientId,
                ValidIssuer = provider.Issuer,
                ValidAlgorithms = Algorithms,
                ClockSkew = TimeSpan.FromMinutes(1),
                // The handler takes a token without a signature from the token endpoint (OpenID Connect Core 3.1.3.7 allows it); this hub does not (SECURITY O9).
                IssuerValidator = (issuer, token, _) => token is JsonWebToken { IsSigned: true } && issuer == provider.Issuer
                    ? issuer
                    : throw new SecurityTokenInvalidIssuerException("The identity token is of another issuer, or is not signed."),
                IssuerSigningKeyResolver = (_, _, keyId, _) => string.IsNullOrEmpty(keyId) ? keys : keys.Where(key => key.KeyId == keyId),
            },
            Events = new OpenIdConnectEvents
            {
                OnRedirectToIdentityProvider = context =>
                {
                    // The Host header decides nothing about where we are (SECURITY O6).
                    context.ProtocolMessage.RedirectUri = origin.Url(OpenIdHosting.CallbackPath(provider.OrganizationId));
                    return Task.CompletedTask;
                },
                OnMessageReceived = context =>
                {
                    if (context.ProtocolMessage.GetParameter("iss") is { } issuer ? issuer != provider.Issuer : configuration.AuthorizationResponseIssParameterSupported)
                    {
                        // RFC 9207: the answer is of another provider.
                        context.Fail("The answer names another issuer, or none.");
                    }

                    return Task.CompletedTask;
                },
                OnTokenResponseReceived = async context =>
                {
                    // Keys change; a token with one that is not known yet is a reason to look.
                    if (KeyIdOf(context.TokenEndpointResponse.IdToken) is { } keyId && keys.All(key => key.KeyId != keyId)
                        && (await metadata.RefreshAsync(provider.Issuer, context.HttpContext.RequestAborted)).TryGet(out var renewed, out _))
                    {
                        keys = renewed.SigningKeys;
                    }
                },
                OnUserInformationReceived = OpenIdAnswer.AddUserInfo,
                OnTicketReceived = context => OpenIdAnswer.TakeAsync(context, provider),
                OnRemoteFailure = context => OpenIdAnswer.FailAsync(context, provider),
            },
        };
        // Claims are taken as they come: who a person is, is said by issuer and subject together.
        options.ClaimActions.Clear();
        options.Scope.Add("email");
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        return options;
    }

    /// <summary>The client's secret in the way that the provider takes: in the body, or else in the Authorization header, which is the default (OpenID Connect Discovery 1.0, 3).</summary>
    public static HttpMessageHandler Authenticated(OpenIdProvider provider, OpenIdConnectConfiguration configuration, HttpMessageHandler calls) =>
        IsByPost(configuration) ? calls : new ByHeader(provider) { InnerHandler = calls };

    private static bool IsByPost(OpenIdConnectConfiguration configuration) => configuration.TokenEndpointAuthMethodsSupported.Contains(ByPost);

    private static string? KeyIdOf(string? token)
    {
        try
        {
            return token is null ? null : new JsonWebToken(token).Kid;
        }
        catch (ArgumentException)
        {
            // The handler says what is wrong with it.
            return null;
        }
    }

    private sealed class Read(OpenIdConnectConfiguration configuration) : IConfigurationManager<OpenIdConnectConfiguration>
    {
        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => Task.FromResult(configuration);

        public void RequestRefresh()
        {
            // Read anew before a token is looked at.
        }
    }

    private sealed class ByHeader(OpenIdProvider provider) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
            {
                // Both are form-encoded first (RFC 6749, 2.3.1).
                var pair = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(provider.ClientSecret.Reveal())}";
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
