using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Activity;

/// <summary>Registers the chain that audit entries stand in (SECURITY L4).</summary>
public static class AuditRegistration
{
    /// <summary>Adds what every context needs to write audit entries.</summary>
    public static IServiceCollection AddAuditChain(this IServiceCollection services)
    {
        services.AddReencrypted<StoredAuditKey>(AuditKeys.Kind, AuditKeys.Field, nameof(StoredAuditKey.Id), nameof(StoredAuditKey.Ciphertext),
            db => db.AuditKeys.Select(k => new ProtectedRow<Guid> { Id = k.Id, Ciphertext = k.Ciphertext }));
        services.AddSingleton(provider => new AuditKeys(
            provider.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>, provider.GetRequiredService<IDataProtectionProvider>));
        services.AddSingleton<IEntryChain, AuditEntryChain>();
        return services;
    }
}
