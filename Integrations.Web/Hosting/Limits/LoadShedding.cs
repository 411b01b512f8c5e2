using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Hosting.Limits;

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
