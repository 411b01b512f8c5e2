using Integrations.Core.Setup;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Setup;

/// <summary>
/// While the database holds no account, each start renews the set-up address and prints it in one line. It goes to the console
/// and not to the log: logs are sent elsewhere and kept.
/// </summary>
internal sealed partial class FirstRunAnnouncement(IServiceProvider services, FirstRun firstRun, SetupLinkFile file, FirstRunOutput output, ILogger<FirstRunAnnouncement> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server listens by now, so the address is known and opens.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await LineAsync(services, firstRun, file, cancellationToken) is { } line)
            {
                await output.Writer.WriteLineAsync(line);
            }
        }
        catch (Exception exception) when (exception.IsOfDatabase())
        {
            // The database went away since it was migrated: the hub serves on, and the verb makes an address when it is back.
            LogFailed(logger, exception.Message);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Renews the address, writes it to its file and says where it is; null when there is an account.</summary>
    internal static async Task<string?> LineAsync(IServiceProvider services, FirstRun firstRun, SetupLinkFile file, CancellationToken cancellationToken)
    {
        if (await firstRun.RenewAsync(cancellationToken) is not { } path)
        {
            return null;
        }

        var address = new Uri(HubAddress.Known(services), path.Reveal()).ToString();
        var isWritten = await file.WriteAsync(address, cancellationToken);
        return $"No account exists yet. Set up this hub within one hour at {address}{(isWritten ? $" (also in {file.Path})" : "")}";
    }

    [LoggerMessage(4405, LogLevel.Warning, "The set-up address could not be made: {Reason}. Make it with the verb setup-link")]
    private static partial void LogFailed(ILogger logger, string reason);
}
