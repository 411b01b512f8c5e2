using System.Security.Cryptography;
using Integrations.Core.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>
/// The authorization server: OAuth 2.1 on OpenIddict. Codes and tokens are references to rows, whose contents the hub's key ring protects: nodes agree on
/// them, a restart keeps them, and each is looked up when it is used.
/// </summary>
internal static class ProgramServerHosting
{
    public const string AuthorizePath = "/oauth/authorize";
    public const string TokenPath = "/oauth/token";
    public const string RevokePath = "/oauth/revoke";

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    public static WebApplicationBuilder AddProgramServer(this WebApplicationBuilder builder)
    {
        var origin = builder.Configuration.GetSection(PublicOriginOptions.Section).Get<PublicOriginOptions>() ?? new PublicOriginOptions();
        builder.Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow()
                    .RequireProofKeyForCodeExchange()
                    .SetAuthorizationEndpointUris(AuthorizePath)
                    .SetTokenEndpointUris(TokenPath)
                    .SetRevocationEndpointUris(RevokePath)
                    // What the hub serves itself, in its own words.
                    .SetConfigurationEndpointUris(Array.Empty<string>())
                    .SetJsonWebKeySetEndpointUris(Array.Empty<string>())
                    .UseReferenceAccessTokens().UseReferenceRefreshTokens()
                    .SetAuthorizationCodeLifetime(CodeLifetime)
                    .SetRefreshTokenReuseLeeway(null)
                    // Scopes and resources are judged by ProgramAsk, which knows who asks.
                    .DisableScopeValidation().DisableResourceValidation()
                    .IgnoreScopePermissions().IgnoreResourcePermissions().IgnoreAudiencePermissions();
                // OpenIddict wants keys although nothing is signed or encrypted with them here: Data Protection does both.
                server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256).AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
                server.UseDataProtection();
                server.Configure(options =>
                {
                    options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
                    options.ResponseModes.Remove(ResponseModes.FormPost);
                    options.ResponseModes.Remove(ResponseModes.Fragment);
                    options.ClientAuthenticationMethods.Remove(ClientAuthenticationMethods.PrivateKeyJwt);
                });
                server.AddEventHandler(OwnAddress.Base).AddEventHandler(OwnAddress.Issuer).AddEventHandler(SignedInFirst.Descriptor);
                var host = server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableErrorPassthrough();
                if (!SessionCookie.IsSecure(origin))
                {
                    // On this machine alone; pages for everyone else are refused until the hub has an https origin (Reachability).
                    host.DisableTransportSecurityRequirement();
                }
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseDataProtection();
                validation.EnableTokenEntryValidation().EnableAuthorizationEntryValidation();
            });
        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<AccessOptions>>((server, access) =>
            (server.AccessTokenLifetime, server.RefreshTokenLifetime) = (access.Value.AccessTokenLifetime, access.Value.RefreshTokenLifetime));
        ServerOnItsOwnPaths.Add(builder.Services);
        builder.Services.AddSingleton<ProgramTokens>();
        builder.Services.AddSingleton<ConsentAsks>();
        return builder;
    }
}
