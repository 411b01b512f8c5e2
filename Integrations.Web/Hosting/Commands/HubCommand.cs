using System.CommandLine;

namespace Integrations.Web.Hosting.Commands;

/// <summary>One verb of the program, such as <c>doctor</c>: its arguments, what must be ready before it runs, and its work.</summary>
internal abstract class HubCommand(string name, string description, CommandStage stage) : Command(name, description)
{
    public CommandStage Stage => stage;

    /// <returns>The exit code: see <see cref="ExitCodes"/>.</returns>
    public abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);
}
