using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>The headers every response carries (SECURITY S12, B5).</summary>
/// <remarks>
/// Two allowances are deliberate: inline styles, because the component library positions with them, and
/// <c>base-uri 'self'</c>, because Blazor pages have a <c>base</c> element. Scripts are files of our own origin, and on the page about the API
/// one that names the answer's nonce.
/// </remarks>
internal static class SecurityHeaders
{
    private static readonly object AllowedScript = new();
    private static readonly object AllowedFormTarget = new();

    private const string PermissionsPolicy =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.AddOptions<PublicOriginOptions>().BindConfiguration(PublicOriginOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
    }

    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        var policy = ContentSecurityPolicy(app.Services.GetRequiredService<IOptions<PublicOriginOptions>>().Value.ToUri());

        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context, policy);
                return Task.CompletedTask;
            });
            return next(context);
        });

        if (app.Environment.IsProduction())
        {
            app.UseHsts();
        }

        return app;
    }

    /// <summary>Lets this one answer carry an inline script that names the nonce.</summary>
    /// <param name="nonce">Made anew for each answer.</param>
    public static void AllowScript(HttpContext context, string nonce) => context.Items[AllowedScript] = nonce;

    /// <summary>Lets the form of this one answer lead the browser on to another site: browsers hold redirects after a form to this too.</summary>
    /// <param name="target">Its origin alone counts.</param>
    public static void AllowFormTarget(HttpContext context, Uri target) => context.Items[AllowedFormTarget] = target.GetLeftPart(UriPartial.Authority);

    internal static string ContentSecurityPolicy(Uri? publicOrigin)
    {
        // 'self' covers same-origin sockets in current browsers; older ones want the socket's address spelled out.
        var socket = publicOrigin is null
            ? ""
            : $" {(publicOrigin.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{publicOrigin.Authority}";

        return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + $"connect-src 'self'{socket}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }

    private static void Write(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        policy = context.Items[AllowedScript] is string nonce ? policy.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal) : policy;
        policy = context.Items[AllowedFormTarget] is string target ? policy.Replace("form-action 'self'", $"form-action 'self' {target}", StringComparison.Ordinal) : policy;
        headers.TryAdd("Content-Security-Policy", policy);
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "strict-origin-when-cross-origin");
        headers.TryAdd("Permissions-Policy", PermissionsPolicy);
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");

        if (context.User.Identity is { IsAuthenticated: true })
        {
            headers.CacheControl = "no-store";
        }
    }
}
