using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Migration;

public static class MigrationRegistration
{
    /// <summary>Credentials of the older system.</summary>
    public static IServiceCollection AddLegacyMigration(this IServiceCollection services) => services.AddSingleton<MigrationService>().AddSingleton<UserImport>();
}
