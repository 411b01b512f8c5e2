using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Web.Hosting.Sandbox;

namespace Integrations.Web.Hosting.Commands.Trials;

/// <summary>Tries provider files: at the vendor, against a recording, or against the sandbox where this program has one.</summary>
/// <param name="vendors">The sandbox; null in a program that was published.</param>
/// <param name="credential">Of trials at the vendor.</param>
/// <param name="egress">Which private networks may be called.</param>
/// <param name="clock">The hub's.</param>
internal sealed class ProviderTrials(IBuiltInVendors? vendors, TrialCredential credential, EgressOptions egress, TimeProvider clock)
{
    private const string DataEnding = ".sandbox.json";

    /// <summary>How long one call of the vendor may take; null for as long as in the hub.</summary>
    internal TimeSpan? Deadline { get; init; }

    public async Task<TrialResult> RunAsync(FileInfo path, TrialOptions options, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path.FullName, cancellationToken);
        if (ProviderFile.Read(bytes, out var problems) is not { } file)
        {
            return Refused(path.Name, problems);
        }

        var recording = options.Recording ?? new FileInfo(Path.Combine(path.DirectoryName!, file.Manifest.Key + Recording.Ending));
        return options switch
        {
            { Problem: { } problem } => new TrialResult(ExitCodes.Usage, null, [problem]),
            { Live: true } or { Record: true } => await LiveAsync(bytes, file.Manifest, options, recording, cancellationToken),
            _ when recording.Exists => await ReplayAsync(bytes, file.Manifest, recording, cancellationToken),
            { Recording: not null } => new TrialResult(ExitCodes.Usage, null, [$"There is no {recording.FullName}."]),
            _ => await PlayAsync(bytes, path, file.Manifest, recording, cancellationToken),
        };
    }

    private async Task<TrialResult> LiveAsync(byte[] bytes, ProviderManifest manifest, TrialOptions options, FileInfo recording, CancellationToken cancellationToken)
    {
        if (credential.Choose(manifest, options.Kind, out var missing) is not { } connection)
        {
            return new TrialResult(ExitCodes.Usage, null, [missing]);
        }

        var source = new TrialSource($"live: {manifest.DisplayName}'s own answers", [connection]) { WithActions = options.WithActions, Text = options.Text, Records = options.Record, Egress = egress, Deadline = Deadline };
        var report = await ProviderTrial.RunAsync(bytes, source, clock, cancellationToken);
        if (!options.Record)
        {
            return Of(report, []);
        }

        if (report.Recorded is not { } recorded)
        {
            return new TrialResult(ExitCodes.Failed, report, report.RecordingProblems is []
                ? ["No recording was written: no step passed."]
                : ["No recording was written:", .. report.RecordingProblems.Select(problem => problem.ToString())]);
        }

        recording.Refresh();
        if (!report.IsGood && recording.Exists)
        {
            return Of(report, [$"{recording.FullName} stays as it was: a step failed, and what was recorded now holds less."]);
        }

        await File.WriteAllBytesAsync(recording.FullName, recorded, cancellationToken);
        return Of(report, [$"{recording.FullName} is written, without the credential and with made-up e-mail addresses. Read it before you share it: names and texts are as the vendor gave them."]);
    }

    private async Task<TrialResult> ReplayAsync(byte[] bytes, ProviderManifest manifest, FileInfo path, CancellationToken cancellationToken)
    {
        // Not read into memory when it is too long to be one.
        if (path.Length > Recording.MaxBytes)
        {
            return new TrialResult(ExitCodes.Failed, null, [$"{path.Name} has {path.Length / 1024} KB; a recording has at most {Recording.MaxBytes / 1024}."]);
        }

        if (Recording.Read(await File.ReadAllBytesAsync(path.FullName, cancellationToken), credential.Values(manifest), out var problems) is not { } recording)
        {
            return Refused(path.Name, problems);
        }

        if (recording.Provider != manifest.Key || manifest.Method(recording.Kind) is not { } method)
        {
            return new TrialResult(ExitCodes.Failed, null, [$"{path.Name} is of {recording.Provider}, connected by {recording.Kind}, which this file is not or does not have."]);
        }

        // What a credential is made of does not matter: it goes nowhere, and recordings hold none.
        var fields = method.Fields.Where(field => field.Secret && field.Required).ToDictionary(field => field.Name, _ => "recorded", StringComparer.Ordinal);
        foreach (var (name, value) in recording.Typed)
        {
            fields[name] = value;
        }

        if (method.OAuth is not null)
        {
            fields[Integrations.Connectors.Contracts.VendorCredential.AccessToken] = "recorded";
        }

        var source = new TrialSource($"recorded: {path.Name}, from {recording.Source}, {recording.At:yyyy-MM-dd}", [new TrialConnection(recording.Kind, fields)]) { Recording = recording };
        return Of(await ProviderTrial.RunAsync(bytes, source, clock, cancellationToken), []);
    }

    private async Task<TrialResult> PlayAsync(byte[] bytes, FileInfo path, ProviderManifest manifest, FileInfo recording, CancellationToken cancellationToken)
    {
        var data = new FileInfo(Path.Combine(path.DirectoryName!, manifest.Key + DataEnding));
        if (vendors is null)
        {
            return new TrialResult(ExitCodes.Usage, null, [$"There is no {recording.FullName}, and this program was published without the sandbox. Ask the vendor with --live, or record its answers with --record."]);
        }

        JsonObject? forms = null;
        try
        {
            forms = data.Exists ? JsonNode.Parse(await File.ReadAllBytesAsync(data.FullName, cancellationToken)) as JsonObject : null;
        }
        catch (JsonException exception)
        {
            return new TrialResult(ExitCodes.Failed, null, [$"{data.Name}:{exception.LineNumber + 1}: {exception.Message}"]);
        }

        await using var played = await vendors.PlayAsync(JsonNode.Parse(bytes)!.AsObject(), forms, cancellationToken);
        return played is null
            ? new TrialResult(ExitCodes.Usage, null, [$"There is neither {recording.FullName} nor {data.Name} beside it. Write the forms of the vendor's things (docs/connectors.md, Trying it), or ask the vendor with --live or --record."])
            : Of(await ProviderTrial.RunAsync(bytes, played.Source, clock, cancellationToken), []);
    }

    private static TrialResult Of(TrialReport report, IReadOnlyList<string> lines) => new(report.IsGood ? ExitCodes.Ok : ExitCodes.Failed, report, lines);

    private static TrialResult Refused(string name, IReadOnlyList<FileProblem> problems) => new(ExitCodes.Failed, null, [.. problems.Select(problem => $"{name}:{problem}")]);
}
