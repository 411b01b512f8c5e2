using System.Net;
using Integrations.Core.Identity;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>Forwarded headers, cross-origin calls and the origin of circuits.</summary>
internal static class Network
{
    private const string CorsPolicy = "allowed-origins";

    public static IServiceCollection AddNetwork(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            // The host is not taken from anyone: addresses of ours are built from Hub:PublicOrigin.
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in proxies.Value.KnownProxies)
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }

            foreach (var network in proxies.Value.KnownNetworks)
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<AccessOptions>>((cors, access) =>
            cors.AddPolicy(CorsPolicy, policy => policy
                .WithOrigins([.. access.Value.AllowedOrigins])
                .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
                .WithHeaders("Authorization", "Content-Type", "Idempotency-Key", "If-Match")
                .WithExposedHeaders(RequestIds.Header, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")));
        return services;
    }

    /// <summary>First of all, because everything behind it asks for the caller's address.</summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        if (proxies.KnownProxies.Count + proxies.KnownNetworks.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        return app;
    }

    /// <summary>Other origins' scripts may call the API with a token if they are listed (SECURITY S11); never with the cookie.</summary>
    public static WebApplication UseAllowedOrigins(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.AllowedOrigins.Count > 0)
        {
            app.UseWhen(context => Errors.ApiErrors.IsApi(context.Request.Path) || Errors.ApiErrors.IsSignIn(context.Request.Path), api => api.UseCors(CorsPolicy));
        }

        return app;
    }

    /// <summary>CORS does not cover WebSockets, so circuits check the origin themselves (SECURITY B4).</summary>
    public static WebApplication UseCircuitOrigin(this WebApplication app)
    {
        var origin = app.Services.GetRequiredService<IOptions<PublicOriginOptions>>().Value.ToUri()?.GetLeftPart(UriPartial.Authority);
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && !IsOurs(context, origin))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.ContentType = "text/plain; charset=utf-8";
                return context.Response.WriteAsync(
                    origin is null
                        ? "The page's origin is not the host that was asked for. Let the proxy pass the header Host on, and set Hub:PublicOrigin."
                        : "The page's origin is not Hub:PublicOrigin.",
                    context.RequestAborted);
            }

            return next(context);
        });
        return app;
    }

    private static bool IsOurs(HttpContext context, string? publicOrigin)
    {
        var given = context.Request.Headers.Origin;
        if (given.Count == 0)
        {
            // Browsers leave it out of same-origin GETs only, and never out of a socket's handshake.
            return !context.WebSockets.IsWebSocketRequest && !context.Request.Headers.ContainsKey("Sec-WebSocket-Key");
        }

        var expected = publicOrigin ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return given.Count == 1 && string.Equals(given[0], expected, StringComparison.OrdinalIgnoreCase);
    }
}
