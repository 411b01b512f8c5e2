using System.CommandLine;
using System.Globalization;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Connectors.Http;
using Integrations.Web.Hosting.Commands.Trials;
using Integrations.Web.Hosting.Sandbox;
using Integrations.Web.Hosting.Settings;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>provider test FILE…</c>: walks provider files as the hub would, at the vendor, against a recording beside the file, or against the sandbox. It
/// ends with 0 when no step failed, with 1 when one did or a file or recording cannot be used, and with 2 when it was called wrongly or there is
/// nothing that answers.
/// </summary>
internal sealed class ProviderTestCommand : HubCommand
{
    private readonly Argument<FileInfo[]> _files = new Argument<FileInfo[]>("FILE") { Description = "Provider files (*.provider.json).", Arity = ArgumentArity.OneOrMore }.AcceptExistingOnly();
    private readonly Option<FileInfo?> _recording = new("--recording") { Description = "Recorded exchanges to play, or with --record to write; KEY.recording.json beside the file where it is not given." };
    private readonly Option<bool> _live = new("--live") { Description = "Ask the vendor, with PROVIDER_CREDENTIAL_<FIELD> of the environment. It reads only." };
    private readonly Option<bool> _record = new("--record") { Description = "Ask the vendor as --live does, and write its answers as a recording without secrets." };
    private readonly Option<bool> _actions = new("--with-actions") { Description = "At the vendor, run actions too: they make things and change what they made." };
    private readonly Option<string?> _text = new("--text") { Description = "At the vendor, a word to search for; one out of a title where it is not given." };
    private readonly Option<string?> _kind = new("--kind") { Description = "At the vendor, the way to connect, such as api_key; the first whose variables are set where it is not given." };

    public ProviderTestCommand()
        : base("test", "Try provider files step by step, as the hub would use them.", CommandStage.Settings)
    {
        Add(_files);
        Add(_recording);
        Add(_live);
        Add(_record);
        Add(_actions);
        Add(_text);
        Add(_kind);
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (line, files) = (context.Line, context.Line.GetRequiredValue(_files));
        var options = new TrialOptions
        {
            Recording = line.GetValue(_recording),
            Live = line.GetValue(_live),
            Record = line.GetValue(_record),
            WithActions = line.GetValue(_actions),
            Text = line.GetValue(_text),
            Kind = line.GetValue(_kind),
        };
        if (options.Recording is not null && files.Length > 1)
        {
            await context.Output.LineAsync("A recording is of one provider; name one file.");
            return ExitCodes.Usage;
        }

        var egress = new EgressOptions();
        context.Services.GetService<StartSettings>()?.Configuration.GetSection(EgressOptions.Section).Bind(egress);
        var trials = new ProviderTrials(SandboxHosting.BuiltIn, new TrialCredential(Environment.GetEnvironmentVariable), egress, TimeProvider.System);
        var (code, reports) = (ExitCodes.Ok, new List<TrialReport>());
        foreach (var file in files)
        {
            var result = await trials.RunAsync(file, options, cancellationToken);
            code = Math.Max(code, result.Code);
            await PrintAsync(context.Output, file, result);
            reports.AddRange(result.Report is { } report ? [report] : []);
        }

        if (reports.Count > 0)
        {
            await context.Output.LineAsync(files.Length == 1 ? TrialReport.Sum(reports) : $"{files.Length} files, {TrialReport.Sum(reports)}");
        }

        return code;
    }

    private static async Task PrintAsync(CommandOutput output, FileInfo file, TrialResult result)
    {
        if (result.Report is { } report)
        {
            await output.LineAsync($"{file.Name}: {report.Answers}");
            string[][] rows = [.. report.Steps.Select(step => new[] { step.Name, step.Asked, step.Outcome.ToString().ToLowerInvariant(), step.Count.ToString(CultureInfo.InvariantCulture), Note(file, step) })];
            await output.TableAsync(["step", "asked", "outcome", "count", "note"], rows, row => $"{row[2],-7} {row[0]}{(row[1].Length > 0 ? $" ({row[1]})" : "")}: {row[3]}{(row[4].Length > 0 ? $"; {row[4]}" : "")}");
        }

        foreach (var line in result.Lines)
        {
            await output.LineAsync(line);
        }
    }

    private static string Note(FileInfo file, TrialStep step) => step.Line is { } line ? $"{file.Name}:{line}:{step.Column} {step.Note}" : step.Note ?? "";
}
