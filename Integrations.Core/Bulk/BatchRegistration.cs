using Integrations.Core.Jobs.Retention;
using Integrations.Core.Management;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Bulk;

internal static class BatchRegistration
{
    public static void AddBatches(this IServiceCollection services)
    {
        services.AddSingleton<BulkDisconnect>();
        services.AddSingleton<Dependents>();
        services.AddSingleton<IntegrationReplacement>();
        services.AddSingleton<BatchActors>();
        services.AddSingleton<BatchActs>();
        services.AddSingleton<BatchLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchLoop>());
        services.AddSingleton<BatchService>();
        services.AddRetention<IntegrationBatch>("finished bulk actions", nameof(RetentionOptions.BatchDays), o => o.BatchDays, (db, before) => db.Batches.Where(b => b.FinishedAt < before), rows => rows.OrderBy(row => row.FinishedAt));
    }
}
