using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>
/// Walks a provider file as the hub would: the account of each way to connect, each entity's listing, pages, search and reading, actions,
/// changes and events, through the connector, the sessions and the address rules that the hub has.
/// </summary>
public sealed class ProviderTrial
{
    private const int PagesTried = 3;

    private readonly ProviderFile _file;
    private readonly TrialSource _source;
    private readonly DateTimeOffset _now;
    private readonly TrialPlaces _places;
    private readonly List<TrialStep> _report = [];
    private RecordingWriter? _writer;

    private ProviderTrial(ProviderFile file, FileNode root, TrialSource source, DateTimeOffset now) =>
        (_file, _source, _now, _places) = (file, source, source.Recording?.At ?? now, new TrialPlaces(root));

    private ApiPlan Api => _file.Api;

    /// <summary>Tries a file.</summary>
    /// <param name="bytes">Of the file.</param>
    /// <param name="source">Whose answers.</param>
    /// <param name="clock">What the hub's clock says at the start; it stands still until the end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The file cannot be used; <see cref="ProviderFile.Read"/> says why.</exception>
    public static async Task<TrialReport> RunAsync(ReadOnlyMemory<byte> bytes, TrialSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (ProviderFile.Read(bytes.Span, out _) is not { } file)
        {
            throw new ArgumentException("The file cannot be used.", nameof(bytes));
        }

        var trial = new ProviderTrial(file, FileReader.Read(bytes.Span, [])!, source, clock.GetUtcNow());
        using var bench = new TrialBench(file, source, new StillClock(trial._now));
        var steps = new TrialSteps(bench, trial._places, (ask, found, exchanges) => trial._writer?.Keep(ask, found, exchanges));
        await (source.Recording is null ? trial.WalkAsync(bench, steps, cancellationToken) : trial.ReplayAsync(bench, steps, source.Recording, cancellationToken));
        trial._report.AddRange(new TrialEvents(bench.Connector, trial._places).Run(source.Deliveries, source.DeliverySecret, clock.GetUtcNow()));
        IReadOnlyList<FileProblem> problems = [];
        ReadOnlyMemory<byte>? recorded = null;
        if (trial._writer is { IsEmpty: false } writer && writer.Write(out problems) is { } made)
        {
            // No conditional: a null that is taken for bytes would be an empty recording, and not none.
            recorded = made;
        }

        return new TrialReport(source.Answers, trial._report) { Recorded = recorded, RecordingProblems = problems };
    }

    private async Task WalkAsync(TrialBench bench, TrialSteps steps, CancellationToken cancellationToken)
    {
        VendorSession? chosen = null;
        foreach (var connection in _source.Connections)
        {
            if (!bench.Clean(connection).TryGet(out var fields, out var failure))
            {
                _report.Add(_places.Placed(new TrialStep(TrialAsk.Account, connection.Kind, TrialOutcome.Failed, 0, failure.Message), "credentials", connection.Kind));
                continue;
            }

            if (_source.Records && _writer is null)
            {
                _writer = new RecordingWriter(_file.Manifest, _now, connection.Kind, fields);
            }

            using var first = bench.Session(connection.Kind, fields);
            var (step, account) = await steps.AccountAsync(first, null, cancellationToken);
            _report.Add(step);
            chosen ??= account is null ? null : bench.Session(connection.Kind, fields, account.Facts);
        }

        if (chosen is null)
        {
            return;
        }

        using (chosen)
        {
            var found = new Dictionary<string, List<ExternalEntity>>(StringComparer.Ordinal);
            foreach (var entity in Api.Entities)
            {
                found[entity.Name] = await EntityAsync(steps, chosen, entity, cancellationToken);
            }

            await ActionsAsync(steps, chosen, found, cancellationToken);
            foreach (var entity in Api.Entities.Where(entity => entity.Sync is not null))
            {
                _report.Add(await steps.SyncAsync(chosen, new TrialAsk(TrialAsk.Sync) { Entity = entity.Name }, null, cancellationToken));
            }
        }
    }

    /// <summary>Lists, searches for a word of what was listed, and reads what was found.</summary>
    private async Task<List<ExternalEntity>> EntityAsync(TrialSteps steps, VendorSession session, EntityPlan entity, CancellationToken cancellationToken)
    {
        var all = new List<ExternalEntity>();
        ExternalEntity? listed = null;
        if (_file.Manifest.Entities.Any(described => described.Name == entity.Name && !described.Searchable))
        {
            _report.Add(TrialSteps.Skipped(new TrialAsk(TrialAsk.Search) { Entity = entity.Name }, "The file says that it cannot be searched."));
            return all;
        }

        if (entity.List is not null || entity.Search is { WithoutText: true } or { MatchedHere: true })
        {
            all.AddRange(await SearchAsync(new TrialAsk(TrialAsk.Search) { Entity = entity.Name, Pages = PagesTried }));
        }

        listed = all.ElementAtOrDefault(1) ?? all.FirstOrDefault();
        var word = _source.Text ?? listed?.Title.Split(' ').MaxBy(part => part.Length) ?? "e";
        all.AddRange(await SearchAsync(new TrialAsk(TrialAsk.Search) { Entity = entity.Name, Text = word, Limit = listed is null ? TrialAsk.Few : 50, Pages = listed is null ? PagesTried : 1 }));
        var read = new TrialAsk(TrialAsk.Read) { Entity = entity.Name, Id = (listed ?? all.FirstOrDefault())?.Id };
        _report.Add(read.Id is null ? TrialSteps.Skipped(read, "Nothing was found that could be read.") : await steps.ReadAsync(session, read, listed ?? all[0], null, cancellationToken));
        return all;

        async Task<IReadOnlyList<ExternalEntity>> SearchAsync(TrialAsk ask)
        {
            var (step, found) = await steps.SearchAsync(session, ask, null, cancellationToken);
            // What is made up is known to hold something.
            var isMissed = _source.Played is not null && step.Outcome == TrialOutcome.Passed && (ask.Text is null || listed is null ? found.Count == 0 : !found.Any(one => one.Id == listed.Id));
            _report.Add(isMissed ? _places.Placed(step with { Outcome = TrialOutcome.Failed, Note = "What the sandbox has was not found." }, "entities", entity.Name, "search") : step);
            return found;
        }
    }

    private async Task ActionsAsync(TrialSteps steps, VendorSession session, Dictionary<string, List<ExternalEntity>> found, CancellationToken cancellationToken)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        // What makes something goes first: at a vendor, only what the trial made may be changed.
        foreach (var action in Api.Actions.OrderBy(action => action.Result is null || action.Things.Values.Contains(action.Result)))
        {
            var ask = new TrialAsk(TrialAsk.Action) { ActionName = action.Descriptor.Name };
            if (!_source.WithActions && _source.Played is null)
            {
                _report.Add(TrialSteps.Skipped(ask, "Actions change something; --with-actions runs them."));
                continue;
            }

            var parameters = TrialExamples.Parameters(action, thing =>
                made.GetValueOrDefault(thing.Name) ?? (_source.Played is null ? null : found.GetValueOrDefault(thing.Name)?.FirstOrDefault()?.Id));
            if (parameters is null)
            {
                _report.Add(TrialSteps.Skipped(ask, "It would change a thing that this trial did not make."));
                continue;
            }

            if (_source.Played is null && TrialExamples.NamesAThingItself(action))
            {
                _report.Add(TrialSteps.Skipped(ask, "It names a thing by a number or text that this trial did not make."));
                continue;
            }

            var (step, thing) = await steps.ActAsync(session, ask with { Parameters = parameters }, null, cancellationToken);
            _report.Add(step);
            if (thing is not null)
            {
                made.TryAdd(thing.Type, thing.Id);
            }
        }
    }

    private async Task ReplayAsync(TrialBench bench, TrialSteps steps, Recording recording, CancellationToken cancellationToken)
    {
        var kind = _source.Connections[0].Kind;
        if (!bench.Clean(_source.Connections[0]).TryGet(out var fields, out var failure))
        {
            _report.Add(new TrialStep(TrialAsk.Account, kind, TrialOutcome.Failed, 0, failure.Message));
            return;
        }

        var session = bench.Session(kind, fields);
        try
        {
            foreach (var recorded in recording.Steps)
            {
                var ask = recorded.Ask;
                switch (ask.Step)
                {
                    case TrialAsk.Account:
                        var (step, account) = await steps.AccountAsync(session, recorded, cancellationToken);
                        _report.Add(step);
                        session.Dispose();
                        session = bench.Session(kind, fields, account?.Facts);
                        break;
                    case TrialAsk.Search:
                        _report.Add((await steps.SearchAsync(session, ask, recorded, cancellationToken)).Step);
                        break;
                    case TrialAsk.Read:
                        _report.Add(await steps.ReadAsync(session, ask, null, recorded, cancellationToken));
                        break;
                    case TrialAsk.Action:
                        _report.Add((await steps.ActAsync(session, ask, recorded, cancellationToken)).Step);
                        break;
                    default:
                        _report.Add(await steps.SyncAsync(session, ask, recorded, cancellationToken));
                        break;
                }
            }
        }
        finally
        {
            session.Dispose();
        }

        var known = recording.Steps.Select(step => step.Ask.Name).ToHashSet(StringComparer.Ordinal);
        _report.AddRange(Expected().Where(ask => !known.Contains(ask.Name)).Select(ask => TrialSteps.Skipped(ask, "It is not in the recording.")));
    }

    /// <summary>What a file can be asked for.</summary>
    private IEnumerable<TrialAsk> Expected() =>
    [
        new(TrialAsk.Account),
        .. Api.Entities.SelectMany(entity => new[] { TrialAsk.Search, TrialAsk.Read }.Concat(entity.Sync is null ? [] : [TrialAsk.Sync]).Select(step => new TrialAsk(step) { Entity = entity.Name })),
        .. Api.Actions.Select(action => new TrialAsk(TrialAsk.Action) { ActionName = action.Descriptor.Name }),
    ];

    /// <summary>The hub's clock, which stands still: what was asked in a recording is asked again, times and all.</summary>
    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
