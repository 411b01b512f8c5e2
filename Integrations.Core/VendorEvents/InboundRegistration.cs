using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage.KeyRing;
using Integrations.Core.VendorEvents.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.VendorEvents;

internal static class InboundRegistration
{
    /// <summary>What vendors tell us: addresses, deliveries, their effects.</summary>
    public static IServiceCollection AddInboundEvents(this IServiceCollection services)
    {
        services.AddReencrypted<InboundAddress>("inbound", "current", nameof(InboundAddress.Id), nameof(InboundAddress.Ciphertext),
            db => db.InboundAddresses.Select(a => new ProtectedRow<Guid> { Id = a.Id, OrganizationId = a.OrganizationId, Ciphertext = a.Ciphertext }));
        services.AddReencrypted<InboundAddress>("inbound", "former", nameof(InboundAddress.Id), nameof(InboundAddress.FormerCiphertext),
            db => db.InboundAddresses.Select(a => new ProtectedRow<Guid> { Id = a.Id, OrganizationId = a.OrganizationId, Ciphertext = a.FormerCiphertext }));
        services.AddReencrypted<InboundReceipt>(InboxVault.Kind, InboxVault.Field, nameof(InboundReceipt.Id), nameof(InboundReceipt.Ciphertext),
            db => db.InboundReceipts.Select(r => new ProtectedRow<Guid> { Id = r.Id, OrganizationId = r.OrganizationId, Ciphertext = r.Ciphertext }));
        services.AddSingleton<InboundSecrets>();
        services.AddSingleton<InboundAddressService>();
        services.AddSingleton<InboundTargets>();
        services.AddSingleton<InboundStore>();
        services.AddSingleton<InboxRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxRecorder>());
        services.AddSingleton<InboundInbox>();
        services.AddSingleton<InboxAgain>();
        services.AddSingleton<InboxReplay>();
        services.AddSingleton<InboundJudge>();
        services.AddSingleton<InboundIntake>();
        services.AddSingleton<InboundService>();
        services.AddSingleton<InboundLog>();
        services.AddSingleton<InboundProcessor>();
        services.AddHostedService(provider => provider.GetRequiredService<InboundProcessor>());
        services.AddRetention<InboundReceipt>("requests of vendors", nameof(RetentionOptions.InboundRequestDays), o => o.InboundRequestDays, (db, before) => db.InboundReceipts.Where(r => r.ReceivedAt < before), rows => rows.OrderBy(row => row.ReceivedAt));
        return services.AddRetention<InboundEvent>("events of vendors", nameof(RetentionOptions.InboundEventDays), o => o.InboundEventDays, (db, before) => db.InboundEvents.Where(e => e.ReceivedAt < before), rows => rows.OrderBy(row => row.ReceivedAt));
    }
}
