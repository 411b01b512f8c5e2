using System.CommandLine;
using System.Globalization;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.File;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>provider check FILE…</c>: says what is wrong with provider files, with line and column. It needs no database, and ends with 0 when all
/// can be used, else with 1. What is odd and can be used is said too, and changes nothing of that.
/// </summary>
internal sealed class ProviderCheckCommand : HubCommand
{
    private readonly Argument<FileInfo[]> _files = new Argument<FileInfo[]>("FILE")
    {
        Description = "Provider files (*.provider.json).",
        Arity = ArgumentArity.OneOrMore,
    }.AcceptExistingOnly();

    public ProviderCheckCommand()
        : base("check", "Say what is wrong with provider files, with line and column.", CommandStage.Settings) => Add(_files);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wrong = 0;
        foreach (var path in context.Line.GetRequiredValue(_files))
        {
            var bytes = await File.ReadAllBytesAsync(path.FullName, cancellationToken);
            if (ProviderFile.Read(bytes, out var problems) is { } file)
            {
                await context.Output.LineAsync(
                    $"{path.Name}: {file.Manifest.DisplayName} ({file.Manifest.Key}) can be used: {file.Manifest.Auth.Count} ways to connect, {file.Manifest.Entities.Count} entities, {file.Actions.Count} actions, {file.Sources.Count} sources.");
                await TellAsync(context, path.Name, "warning", ProviderFileWarnings.Of(bytes, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)));
                continue;
            }

            wrong++;
            await TellAsync(context, path.Name, "problem", problems);
        }

        return wrong == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task TellAsync(CommandContext context, string name, string what, IReadOnlyList<FileProblem> found)
    {
        if (found.Count == 0)
        {
            return;
        }

        string[][] rows = [.. found.Select(problem => new[] { Number(problem.Line), Number(problem.Column), problem.Path, problem.Message })];
        await context.Output.LineAsync($"{name}: {rows.Length} {what}{(rows.Length == 1 ? "" : "s")}");
        await context.Output.TableAsync(["line", "column", "place", what], rows, row => $"{name}:{row[0]}:{row[1]} {row[2]}: {row[3]}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
