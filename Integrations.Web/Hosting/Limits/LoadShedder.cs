using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Limits;

/// <summary>How much a node takes at once. Section <c>Load</c>.</summary>
internal sealed class LoadOptions
{
    public const string Section = "Load";

    /// <summary>Requests under way at once, circuits left out, at which nothing more is taken.</summary>
    [Range(10, 100_000)]
    public int Capacity { get; set; } = 1_000;
}

/// <summary>What is given up first when there is too much to do, in this order.</summary>
internal enum LoadClass
{
    Widget,
    Search,
    List,

    /// <summary>Changes and single things.</summary>
    Other,

    /// <summary>Connecting, signing in, and vendors' deliveries: what people and vendors do not try again by themselves.</summary>
    Last,
}

/// <summary>
/// Refuses what hurts least while too much is under way (RELIABILITY G5), at once and with a time to come again, so that there is
/// room for what hurts most. Counts requests under way and not time: it reacts before queues build up.
/// </summary>
internal sealed class LoadShedder(IOptions<LoadOptions> options, IMeterFactory meters)
{
    private readonly Counter<long> _shed = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.requests.shed", "{request}");
    private int _underWay;

    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Takes a request in, or refuses it; who was taken in leaves again.</summary>
    public bool TryEnter(LoadClass request)
    {
        if (Interlocked.Increment(ref _underWay) <= MostWith(request))
        {
            return true;
        }

        Leave();
        _shed.Add(1, new KeyValuePair<string, object?>("class", request.ToString().ToLowerInvariant()));
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _underWay);

    /// <summary>How many may be under way, itself included, for one of this class to be taken.</summary>
    internal int MostWith(LoadClass request) => options.Value.Capacity * Share(request) / 100;

    private static int Share(LoadClass request) => request switch
    {
        LoadClass.Widget => 50,
        LoadClass.Search => 65,
        LoadClass.List => 80,
        LoadClass.Other => 90,
        _ => 100,
    };
}

internal static class LoadShedding
{
    private static readonly ApiError TooMuch = ApiError.Of(StatusCodes.Status503ServiceUnavailable) with
    {
        Code = "overloaded",
        Message = "The hub has too much to do at this moment. Try again in a few seconds.",
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static IServiceCollection AddLoadShedding(this IServiceCollection services)
    {
        services.AddOptions<LoadOptions>().BindConfiguration(LoadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<LoadShedder>();
    }

    /// <summary>After routing, which tells what is asked for, and before anything that costs.</summary>
    public static WebApplication UseLoadShedding(this WebApplication app)
    {
        var shedder = app.Services.GetRequiredService<LoadShedder>();
        app.Use(async (context, next) =>
        {
            if (ClassOf(context) is not { } request)
            {
                await next(context);
                return;
            }

            if (!shedder.TryEnter(request))
            {
                await ApiErrors.WriteAsync(context, TooMuch);
                return;
            }

            try
            {
                await next(context);
            }
            finally
            {
                shedder.Leave();
            }
        });
        return app;
    }

    /// <summary>Null for what is not counted: pages and their circuits, which live for hours, files, and questions after the hub's health.</summary>
    internal static LoadClass? ClassOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RateClassMetadata>()?.Class switch
    {
        RateClass.Widget => LoadClass.Widget,
        RateClass.Search => LoadClass.Search,
        RateClass.Connection or RateClass.SignIn => LoadClass.Last,
        RateClass.Integration or RateClass.Provider => HttpMethods.IsGet(context.Request.Method) ? LoadClass.List : LoadClass.Other,
        // Deliveries of vendors, and their ways back from signing in.
        _ => ApiErrors.IsApi(context.Request.Path) ? LoadClass.Last : null,
    };
}
