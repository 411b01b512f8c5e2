using Integrations.Core;
using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>
/// The order of a start (RELIABILITY X2): options, database, migrations, keys, journal. Only then does the program listen, so
/// nothing is asked of a hub that cannot answer yet.
/// </summary>
internal static class CoreStart
{
    /// <summary>EX_CONFIG of sysexits.h: starting again mends nothing (deploy/integrations.service).</summary>
    public const int UnfitDatabase = 78;

    /// <returns>The program's exit code when it must not start; null when it may go on.</returns>
    /// <exception cref="OptionsValidationException">A setting is wrong; the database was not touched.</exception>
    public static async Task<int?> StartCoreAsync(this WebApplication app, TextWriter errors)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();
        try
        {
            await app.Services.StartIntegrationsCoreAsync(app.Lifetime.ApplicationStopping);
            return null;
        }
        catch (Exception refused) when (refused is UnknownSchemaException or WeakDatabaseException or UpgradeRefusedException)
        {
            await errors.WriteLineAsync(refused.Message);
            return UnfitDatabase;
        }
    }
}
