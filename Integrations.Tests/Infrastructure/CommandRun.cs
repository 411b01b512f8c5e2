using System.Globalization;
using Integrations.Web.Hosting.Commands;

namespace Integrations.Tests.Infrastructure;

/// <summary>Runs a command line as the program does, over services that are there already.</summary>
internal static class CommandRun
{
    public static async Task<(int Code, string Said)> RunAsync(IServiceProvider services, params string[] arguments)
    {
        await using var said = new StringWriter(CultureInfo.InvariantCulture);
        var line = HubCommandLine.Read(arguments);
        var code = await line.AnswerAsync(said, said, default)
            ?? await line.RunAsync(line.Command!.Stage, services, new CommandOutput(said), default);
        return (code!.Value, said.ToString());
    }
}
