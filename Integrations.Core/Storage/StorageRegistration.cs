using System.Diagnostics.Metrics;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage;

/// <summary>Registers the database, for the web program and for the assemblies of each kind.</summary>
public static class StorageRegistration
{
    /// <summary>Adds the database.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="choice">Which database, and where.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, DatabaseChoice choice)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations()
            .Validate(_ => choice.Refuse() is null, $"{DatabaseChoice.Key} cannot be used (docs/operations.md).")
            .ValidateOnStart();
        services.AddSingleton(choice);
        services.AddSingleton(choice.Dialect);
        services.AddSingleton(provider => new WriteLock(choice.Dialect.HasOneWriter, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton<IWriteWatch>(provider => provider.GetRequiredService<WriteLock>());

        services.AddSingleton<CommandTimes>();
        choice.Dialect.AddContexts(services, choice.ConnectionString(), choice.Options.CommandTimeout);

        // For Data Protection, which asks for a context by its scope; everything else takes the factory.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContext());
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<DatabaseWatch>();
        return services;
    }

    /// <summary>For the assembly of one kind of database: its factory of contexts, pooled, under the name that features ask for.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the driver and what it needs.</param>
    /// <param name="kept">How many contexts at most wait for their next use.</param>
    internal static void AddContexts<TContext>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure, int kept = 1_024)
        where TContext : IntegrationsDbContext
    {
        services.AddPooledDbContextFactory<TContext>(
            (provider, db) =>
            {
                db.AddInterceptors(provider.GetRequiredService<CommandTimes>());
                configure(provider, db);
            },
            kept);
        services.AddSingleton<IDbContextFactory<IntegrationsDbContext>, Contexts<TContext>>();
    }

    /// <summary>What holds for every context, whatever it is on.</summary>
    internal static void UseHubRules(this DbContextOptionsBuilder db) =>
        // Lists without a total order are a bug here, not a hint.
        db.ConfigureWarnings(warnings => warnings.Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning));

    private sealed class Contexts<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<IntegrationsDbContext>
        where TContext : IntegrationsDbContext
    {
        public IntegrationsDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<IntegrationsDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
