using Integrations.Core.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Jobs.Retention;

internal static class RetentionRegistration
{
    /// <summary>The sweep; what it removes is registered by each feature.</summary>
    public static IServiceCollection AddRetentionSweep(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RetentionReport>();
        services.AddSingleton<RetentionSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionSweep>());
        return services;
    }

    /// <summary>Rows with an id that go at an age.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="what">In the plural, for operators.</param>
    /// <param name="key">The setting under <c>Retention</c>.</param>
    /// <param name="days">The setting's value.</param>
    /// <param name="old">Those that are older than a time and that nothing needs any more.</param>
    /// <param name="oldestFirst">By the time that <paramref name="old"/> compares, which an index begins with: sorted otherwise, a look would read the whole table. Null for the id.</param>
    public static IServiceCollection AddRetention<TRow>(
        this IServiceCollection services, string what, string key, Func<RetentionOptions, int> days, Func<IntegrationsDbContext, DateTimeOffset, IQueryable<TRow>> old,
        Func<IQueryable<TRow>, IOrderedQueryable<TRow>>? oldestFirst = null)
        where TRow : class => services.AddSingleton<RetentionRule>(new RowRetention<TRow>(what, key, days, old, oldestFirst));
}
