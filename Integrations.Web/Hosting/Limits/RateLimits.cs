using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Integrations.Core.Access;
using Integrations.Core.Common;
using Integrations.Core.Storage;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Observers;
using Integrations.Web.Hosting.SignIn;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Limits;

internal static class RateLimits
{
    private static readonly string[] SecretPages =
        [SessionCookie.SignInPath, SessionCookie.CodePath, SessionCookie.ConfirmPath, SessionCookie.SecondFactorPath];

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new RateCounter(provider.GetRequiredService<TimeProvider>(), MaxPartitions(provider)));
        return services.AddSingleton<IRateCounter>(provider =>
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider == DatabaseProvider.Postgres
                ? new SharedRateCounter(
                    provider.GetRequiredService<RateLeases>(), provider.GetRequiredService<RateCounter>(), provider.GetRequiredService<TimeProvider>(),
                    MaxPartitions(provider), provider.GetRequiredService<ILogger<SharedRateCounter>>())
                : provider.GetRequiredService<RateCounter>());
    }

    /// <summary>After authentication, so that callers are told apart, and before authorization, so that refusals count too.</summary>
    public static WebApplication UseRateLimits(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (ClassOf(context) is { } rateClass && !await IsAdmittedAsync(context, rateClass))
            {
                return;
            }

            await next(context);
        });
        return app;
    }

    internal static string KeyOf(Caller caller, IPAddress? address, RateClass rateClass) =>
        // A password is guessed from an address, whoever else is signed in there.
        caller.IsAnonymous || rateClass == RateClass.SignIn
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

    private static RateClass? ClassOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RateClassMetadata>() is { } metadata ? metadata.Class
        // Pages that take a password or a code are components, and take their forms at their own addresses.
        : HttpMethods.IsPost(context.Request.Method) && SecretPages.Any(page => context.Request.Path.Equals(page, StringComparison.OrdinalIgnoreCase)) ? RateClass.SignIn
        : null;

    private static async Task<bool> IsAdmittedAsync(HttpContext context, RateClass rateClass)
    {
        var services = context.RequestServices;
        var limit = services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Of(rateClass);
        var verdict = await services.GetRequiredService<IRateCounter>().TakeAsync(
            KeyOf(context.User.ToCaller(), context.Connection.RemoteIpAddress, rateClass), limit, context.RequestAborted);

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
