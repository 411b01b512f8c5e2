using System.CommandLine;
using System.CommandLine.Invocation;
using Integrations.Web.Hosting.Settings;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// What the program was started for: to serve, or for one command. A command line that is not understood starts no hub: it prints
/// the usage and ends with 2.
/// </summary>
internal sealed class HubCommandLine
{
    private readonly ParseResult? _line;

    private HubCommandLine(ParseResult? line, IReadOnlyList<string> settings) => (_line, Settings) = (line, settings);

    /// <summary>What overrides configuration: <c>--Section:Key=value</c>, <c>--urls</c>, <c>--environment</c> and their like.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>The command to run; null to serve.</summary>
    public HubCommand? Command => _line?.CommandResult.Command as HubCommand;

    public static HubCommandLine Read(IReadOnlyList<string> arguments)
    {
        var (settings, rest) = SettingArguments.Split(arguments);
        return rest.Count == 0 ? new HubCommandLine(line: null, settings) : new HubCommandLine(Root().Parse([.. rest]), settings);
    }

    /// <summary>Help, version and completions, and what was not understood: these need no hub.</summary>
    /// <returns>The exit code when the program has done all that it was asked for; null when it goes on.</returns>
    public async Task<int?> AnswerAsync(TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (_line is null || (_line.Action is null && Command is not null))
        {
            return null;
        }

        // What was not understood is printed where errors go, the usage with it.
        var understood = _line.Action is not ParseErrorAction;
        var invocation = new InvocationConfiguration { Output = understood ? output : errors, Error = errors };
        var code = await _line.InvokeAsync(invocation, cancellationToken);
        return understood ? code : ExitCodes.Usage;
    }

    /// <summary>Runs the command if it is one of this stage.</summary>
    /// <returns>Its exit code; null when there is nothing to run yet, or at all.</returns>
    public async Task<int?> RunAsync(CommandStage stage, IServiceProvider services, CommandOutput output, CancellationToken cancellationToken) =>
        Command is { } command && command.Stage == stage
            ? await command.RunAsync(new CommandContext(_line!, services, output), cancellationToken)
            : null;

    /// <summary>The same for commands that want the settings alone, wrong ones too.</summary>
    public async Task<int?> RunOnSettingsAsync(StartSettings settings, CommandOutput output)
    {
        await using var services = new ServiceCollection().AddSingleton(settings).BuildServiceProvider();
        return await RunAsync(CommandStage.Settings, services, output, CancellationToken.None);
    }

    private static RootCommand Root()
    {
        RootCommand root = new(
            """
            Integrations hub. Without a command it serves until it is stopped.
            Any setting may be given as --Section:Key=value, and so may --urls and --environment.
            """)
        {
            new DoctorCommand(),
            new ConfigCommand(),
            new BackupCommand(),
            new RestoreCommand(),
            new BackupCheckCommand(),
            new SetupLinkCommand(),
            new CreateAdminCommand(),
            new SeedCommand(),
            new MigrateIntegrationsCommand(),
            new CleanupUsersCommand(),
            new ResetSecondFactorCommand(),
            new StopRequiredSignInCommand(),
            new DisconnectCommand(),
            new AuditVerifyCommand(),
            new ProviderCommand(),
            new CompletionCommand(),
        };
        // No command is right, too, so a wrong one is all that is complained of.
        root.SetAction(static _ => ExitCodes.Usage);
        return root;
    }
}
