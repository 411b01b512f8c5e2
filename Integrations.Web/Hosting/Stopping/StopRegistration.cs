namespace Integrations.Web.Hosting.Stopping;

internal static class StopRegistration
{
    /// <summary>Before all other hosted services.</summary>
    public static WebApplicationBuilder AddStopOrder(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StopOptions>().Configure<IHostEnvironment>((stop, environment) => stop.Pause = environment.IsDevelopment() ? TimeSpan.Zero : stop.Pause)
            .BindConfiguration(StopOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopOrder.Finish);
        builder.Services.AddSingleton<StopSignals>();
        builder.Services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<StopSignals>());
        builder.Services.AddHostedService<StopOrder>();
        return builder;
    }
}
