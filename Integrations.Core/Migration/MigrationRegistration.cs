using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Migration;

/// <summary>Registers what brings credentials of the older system over (000).</summary>
public static class MigrationRegistration
{
    /// <summary>Credentials of the older system.</summary>
    public static IServiceCollection AddLegacyMigration(this IServiceCollection services) => services
        .AddReencrypted<LegacyCredential>(LegacyVault.Kind, LegacyVault.Field, nameof(LegacyCredential.Id), nameof(LegacyCredential.Ciphertext),
            db => db.LegacyCredentials.Select(c => new ProtectedRow<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }))
        .AddSingleton<MigrationService>().AddSingleton<UserImport>();
}
