using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Telemetry;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Limits;

internal static class RateLimits
{
    private static readonly string[] SecretPages =
        [SessionCookie.SignInPath, SessionCookie.CodePath, SessionCookie.ConfirmPath, SessionCookie.SecondFactorPath, SessionCookie.ForgottenPath, Invitation.PagePath];

    // Files, and Development's own vendors.
    private static readonly PathString[] Free = ["/_framework", "/sandbox"];

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new RateCounter(provider.GetRequiredService<TimeProvider>(), MaxPartitions(provider)));
        return services.AddSingleton<IRateCounter>(provider =>
            provider.GetRequiredService<IDatabaseDialect>().IsShared
                ? new SharedRateCounter(
                    provider.GetRequiredService<RateLeases>(), provider.GetRequiredService<RateCounter>(), provider.GetRequiredService<TimeProvider>(),
                    MaxPartitions(provider), provider.GetRequiredService<ILogger<SharedRateCounter>>())
                : provider.GetRequiredService<RateCounter>());
    }

    /// <summary>Before authentication: what these endpoints do for strangers happens there.</summary>
    public static WebApplication UseFirstRateLimits(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            // There is no caller yet, so the address is what counts.
            if (FirstClassOf(context) is not { } rateClass || await IsAdmittedAsync(context, rateClass))
            {
                await next(context);
            }
        });
        return app;
    }

    /// <summary>After authentication, so that callers are told apart, and before authorization, so that refusals count too.</summary>
    public static WebApplication UseRateLimits(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (FirstClassOf(context) is null && ClassOf(context) is { } rateClass && !await IsAdmittedAsync(context, rateClass))
            {
                return;
            }

            await next(context);
        });
        return app;
    }

    internal static string KeyOf(Caller caller, IPAddress? address, RateClass rateClass) =>
        // A password is guessed from an address, no matter who else is signed in there.
        caller.IsAnonymous || rateClass is RateClass.SignIn or RateClass.Inbound
            ? $"{rateClass}|{Network(address)}"
            : $"{rateClass}|{caller.OrganizationId:N}|{caller.UserId ?? caller.TokenId:N}";

    /// <summary>One household or machine has a whole /64 of IPv6, so that counts as one (SECURITY V2).</summary>
    internal static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8))
            : plain.ToString();
    }

    private static int MaxPartitions(IServiceProvider provider) => provider.GetRequiredService<IOptions<RateLimitOptions>>().Value.MaxPartitions;

    /// <summary>Null for what costs nothing to speak of: files, and pages and circuits of people who have signed in.</summary>
    internal static RateClass? ClassOf(HttpContext context)
    {
        if (context.GetEndpoint() is not { Metadata: { } endpoint })
        {
            return null;
        }

        var path = context.Request.Path;
        return endpoint.GetMetadata<RateClassMetadata>() is { } metadata ? metadata.Class
            // Opening the set-up address tries its token, so that counts as well as sending its form.
            : path.Equals(FirstRun.PagePath, StringComparison.OrdinalIgnoreCase) ? RateClass.SignIn
            // Pages that take a password, a code or a link are components, and take their forms at their own addresses.
            : HttpMethods.IsPost(context.Request.Method) && SecretPages.Any(page => path.Equals(page, StringComparison.OrdinalIgnoreCase)) ? RateClass.SignIn
            // A route that forgets its class is counted all the same, wherever a stranger may knock.
            : endpoint.GetMetadata<IAllowAnonymous>() is not null && context.User.ToCaller().IsAnonymous && !IsFree(path, endpoint) ? RateClass.Anonymous
            : null;
    }

    private static RateClass? FirstClassOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RateClassMetadata>() is { IsFirst: true } first ? first.Class : null;

    private static bool IsFree(PathString path, EndpointMetadataCollection endpoint) =>
        endpoint.GetMetadata<StaticAssetDescriptor>() is not null || path == Health.LivePath || Free.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Counts a delivery to an integration's inbound address, whichever sender it comes from. The key is part of what is counted: guesses at
    /// an address use up nothing of its owner's.
    /// </summary>
    /// <returns>False when the request is answered already.</returns>
    internal static Task<bool> IsAdmittedToAddressAsync(HttpContext context, Guid integrationId, string key)
    {
        var limit = context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value.InboundAddress;
        var hash = ShortHash.Of(key, 8);
        return IsAdmittedAsync(context, RateClass.Inbound, $"{nameof(RateLimitOptions.InboundAddress)}|{integrationId:N}|{hash}", limit);
    }

    private static Task<bool> IsAdmittedAsync(HttpContext context, RateClass rateClass) => IsAdmittedAsync(
        context,
        rateClass,
        KeyOf(context.User.ToCaller(), context.Connection.RemoteIpAddress, rateClass),
        context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value.Of(rateClass));

    private static async Task<bool> IsAdmittedAsync(HttpContext context, RateClass rateClass, string key, int limit)
    {
        var services = context.RequestServices;
        var verdict = await services.GetRequiredService<IRateCounter>().TakeAsync(key, limit, context.RequestAborted);

        services.GetRequiredService<RefusalFigures>().Counted(rateClass, verdict.IsAdmitted);
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = verdict.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Math.Max(0, verdict.Remaining).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = verdict.ResetAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (verdict.IsAdmitted)
        {
            return true;
        }

        var wait = verdict.ResetAt - services.GetRequiredService<TimeProvider>().GetUtcNow();
        await ApiErrors.WriteAsync(context, ApiError.Of(StatusCodes.Status429TooManyRequests) with { RetryAfter = wait });
        return false;
    }
}
