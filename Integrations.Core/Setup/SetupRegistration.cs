using Integrations.Core.Connections.OAuth;
using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Setup;

internal static class SetupRegistration
{
    /// <summary>Adds the first run and what the operator does from the command line. They need people and passwords (<c>AddAccess</c>).</summary>
    public static IServiceCollection AddSetup(this IServiceCollection services, IConfiguration configuration, string contentRoot, DatabaseChoice database)
    {
        services.AddSingleton<IBackupLog, BackupMarks>();
        services.AddSingleton<ICallbackLog, CallbackMarks>();
        services.AddSingleton(provider => new SetupLinkFile(
            Path.Combine(FolderOf(configuration, contentRoot, database), SetupLinkFile.Name), provider.GetRequiredService<ILogger<SetupLinkFile>>()));
        services.AddSingleton<FirstRun>();
        services.AddSingleton<OperatorAccounts>();
        services.AddSingleton<ChecklistMarks>();
        services.AddSingleton<SelfReach>();
        services.AddSingleton<OAuthTrialExchange>();
        services.AddSingleton<OAuthTrial>();
        services.AddSingleton<AddressCheck>();
        services.AddSingleton<SetupChecklist>();
        return services;
    }

    private static string FolderOf(IConfiguration configuration, string contentRoot, DatabaseChoice database) =>
        // A database that is no file has no folder; the refresh journal's outlives a start as well.
        configuration["Connections:JournalFolder"] is { Length: > 0 } journal && database.Dialect.IsShared
            ? Path.GetDirectoryName(Path.GetFullPath(journal, contentRoot))!
            : database.Folder();
}
