using System.Data.Common;
using Integrations.Core;
using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Integrations.Web.Hosting.Commands;
using Integrations.Web.Hosting.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>
/// The order of a start (RELIABILITY X2): options, database, migrations, keys, journal. Only then does the program listen, so
/// nothing is asked of a hub that cannot answer yet. What keeps it from starting is said in a line, and not by a stack trace.
/// </summary>
internal static class CoreStart
{
    /// <returns>The program's exit code when it must not start; null when it may go on.</returns>
    public static async Task<int?> StartCoreAsync(this WebApplication app, TextWriter errors)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.Services.StartIntegrationsCoreAsync(app.Lifetime.ApplicationStopping);
            return null;
        }
        catch (OptionsValidationException wrong) when (SettingsRefusal.IsOwnProgram)
        {
            return await SettingsRefusal.PrintAsync([.. wrong.Failures.Select(failure => new SettingProblem(wrong.OptionsType.Name, failure))], errors);
        }
        catch (Exception refused) when (refused is UnknownSchemaException or WeakDatabaseException or UpgradeRefusedException)
        {
            await errors.WriteLineAsync(refused.Message);
            return ExitCodes.Configuration;
        }
        catch (ForeignKeyRingException foreign)
        {
            await errors.WriteLineAsync(foreign.Message);
            return ExitCodes.Configuration;
        }
        catch (Exception refused) when (SettingsRefusal.IsOwnProgram && WrongDatabase(app, refused) is not null)
        {
            return await SettingsRefusal.PrintAsync([new SettingProblem(DatabaseChoice.Key, WrongDatabase(app, refused)!)], errors);
        }
        catch (Exception unreachable) when (SettingsRefusal.IsOwnProgram && (unreachable is DbException or TimeoutException || unreachable.InnerException is DbException))
        {
            // Starting again may help, so this is no wrong setting.
            await errors.WriteLineAsync($"The database cannot be used: {Telemetry.LogText.Encode(unreachable.GetBaseException().Message)}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>Serves until it is stopped.</summary>
    public static async Task<int> ServeAsync(this WebApplication app, TextWriter errors)
    {
        try
        {
            await app.RunAsync();
            return ExitCodes.Ok;
        }
        catch (IOException taken) when (SettingsRefusal.IsOwnProgram && taken.InnerException is AddressInUseException)
        {
            await errors.WriteLineAsync($"{taken.Message} Stop the other program, or listen elsewhere (urls; variable: ASPNETCORE_URLS).");
            return ExitCodes.Failed;
        }
    }

    /// <summary>What a database says that will say the same at every start.</summary>
    private static string? WrongDatabase(WebApplication app, Exception refused) =>
        refused.GetBaseException() is DbException ofDatabase ? app.Services.GetRequiredService<IDatabaseDialect>().Errors.WrongAddress(ofDatabase) : null;
}
