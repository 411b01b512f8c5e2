using System.Text.Encodings.Web;
using Integrations.Core.Identity.OpenId;
using Integrations.Primitives;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>
/// ASP.NET's own OpenID Connect handler, made for one request with the options of one organization. A scheme per organization would have to
/// be registered on every node and be asked at every request.
/// </summary>
internal sealed class OpenIdFlow(OpenIdMetadata metadata, PublicOrigin origin, IOptions<PublicOriginOptions> originOptions, IDataProtectionProvider protection, ILoggerFactory loggers, TimeProvider clock)
{
    /// <summary>Marks a flow in which the person has to show anew who they are.</summary>
    private const string AskedAt = "asked_anew_at";

    /// <summary>Clocks of providers are not ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Has the provider ask the person, whatever it remembers of them; its <c>auth_time</c> has to say that it did.</summary>
    public static void AskAnew(AuthenticationProperties asked)
    {
        asked.SetParameter(OpenIdConnectParameterNames.Prompt, OpenIdConnectPrompt.Login);
        asked.SetParameter<TimeSpan?>(OpenIdConnectParameterNames.MaxAge, TimeSpan.Zero);
        asked.Items[AskedAt] = "";
    }

    /// <summary>Sends the browser to the provider.</summary>
    /// <returns>Null when it was; else why not.</returns>
    public async Task<Failure?> BeginAsync(HttpContext context, OpenIdProvider provider, AuthenticationProperties asked)
    {
        // An administrator who tries it wants to see what holds now.
        var read = await (asked.Items.ContainsKey(OpenIdAnswer.TryingSession)
            ? metadata.ReadAsync(provider.Issuer, context.RequestAborted)
            : metadata.GetAsync(provider.Issuer, context.RequestAborted));
        if (!read.TryGet(out var configuration, out var failure))
        {
            return failure;
        }

        if (asked.Items.ContainsKey(AskedAt))
        {
            asked.Items[AskedAt] = clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        using var calls = metadata.Calls();
        try
        {
            await (await HandlerAsync(context, provider, configuration, calls)).ChallengeAsync(asked);
            return null;
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // A pushed request was refused or not answered, which the library throws for.
            return OpenIdMetadata.IsUnreachable(exception) ? OpenIdFailures.Unreachable : OpenIdFailures.NotJson;
        }
    }

    /// <summary>Takes what the provider sent with the browser; <see cref="OpenIdAnswer"/> goes on from there.</summary>
    /// <returns>Null when the request was answered; else why not.</returns>
    public async Task<Failure?> EndAsync(HttpContext context, OpenIdProvider provider)
    {
        var read = await metadata.GetAsync(provider.Issuer, context.RequestAborted);
        if (!read.TryGet(out var configuration, out var failure))
        {
            return failure;
        }

        using var calls = metadata.Calls();
        var handler = await HandlerAsync(context, provider, configuration, calls);
        return await handler.HandleRequestAsync() ? null : OpenIdFailures.Unknown;
    }

    /// <summary>Whether a flow that asked the person anew got that.</summary>
    public static bool IsAsFreshAsAsked(AuthenticationProperties? asked, string? authTime) =>
        asked?.Items.TryGetValue(AskedAt, out var at) != true
        || (long.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out var begun) && long.TryParse(authTime, System.Globalization.CultureInfo.InvariantCulture, out var shown) && shown >= begun - (long)Skew.TotalSeconds);

    private async Task<OpenIdConnectHandler> HandlerAsync(HttpContext context, OpenIdProvider provider, OpenIdConnectConfiguration configuration, HttpMessageHandler calls)
    {
        // What a state or nonce is sealed with has the organization's name: none counts at another's callback.
        var scheme = $"{Schemes.OpenId}:{provider.OrganizationId:N}";
        var options = OpenIdOptions.Of(provider, configuration, metadata, SessionCookie.IsSecure(originOptions.Value), origin);
        options.Backchannel = new HttpClient(OpenIdOptions.Authenticated(provider, configuration, calls), disposeHandler: false);
        options.TimeProvider = clock;
        new OpenIdConnectPostConfigureOptions(protection).PostConfigure(scheme, options);
        var handler = new OpenIdConnectHandler(new OneOptions(options), loggers, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(new AuthenticationScheme(scheme, displayName: null, typeof(OpenIdConnectHandler)), context);
        return handler;
    }

    private sealed class OneOptions(OpenIdConnectOptions options) : IOptionsMonitor<OpenIdConnectOptions>
    {
        public OpenIdConnectOptions CurrentValue => options;

        public OpenIdConnectOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<OpenIdConnectOptions, string?> listener) => null;
    }
}
