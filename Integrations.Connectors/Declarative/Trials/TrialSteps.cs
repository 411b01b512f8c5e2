using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>The steps of a trial, each asked of the connector as the hub asks, and judged.</summary>
/// <param name="bench">The connector and its way to the vendor.</param>
/// <param name="places">Where the file says what.</param>
/// <param name="keep">Takes what was asked and what came of it, where that is recorded.</param>
internal sealed class TrialSteps(TrialBench bench, TrialPlaces places, Action<TrialAsk, int, IReadOnlyList<RecordedExchange>> keep)
{
    /// <summary>Pages of changes that one trial pulls.</summary>
    private const int MostPulls = 50;

    private readonly TrialShapes _shapes = new(places);

    private DeclarativeConnector Connector => bench.Connector;

    private IReadOnlyList<EntityPlan> Entities => Connector.File.Api.Entities;

    public async Task<(TrialStep Step, VendorAccount? Account)> AccountAsync(VendorSession session, RecordedStep? recorded, CancellationToken cancellationToken)
    {
        var ask = new TrialAsk(TrialAsk.Account);
        bench.Log.Begin(recorded);
        var read = await Connector.GetAccountAsync(session, cancellationToken);
        var step = Judge(ask, read.IsSuccess ? 1 : 0, read.Failure, recorded) with { Asked = session.AuthKind };
        return (places.Placed(step, "account"), read.TryGet(out var account, out _) ? account : null);
    }

    public async Task<(TrialStep Step, IReadOnlyList<ExternalEntity> Found)> SearchAsync(VendorSession session, TrialAsk ask, RecordedStep? recorded, CancellationToken cancellationToken)
    {
        if (Find(ask.Entity) is not { } entity || As<ISearchEntities>() is not { } searching)
        {
            return (Absent(ask), []);
        }

        bench.Log.Begin(recorded);
        var found = new List<ExternalEntity>();
        var (cursor, problem, failure, pages) = ((string?)null, (string?)null, (Failure?)null, 0);
        do
        {
            var read = await searching.SearchAsync(session, new EntityQuery(ask.Text, ask.Limit) { EntityTypes = [entity.Name], Cursor = cursor }, cancellationToken);
            if (!read.TryGet(out var page, out failure))
            {
                break;
            }

            pages++;
            failure = page.Partial;
            problem ??= Repeated(found, page.Items, pages) ?? (page.NextCursor is not null && page.NextCursor == cursor ? $"Page {pages} leads to itself: the paging does not end." : null);
            found.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && failure is null && problem is null && pages < ask.Pages);

        var step = Judge(ask, found.Count, failure, recorded, problem);
        var isList = ask.Text is null ? entity.List is not null : entity.Search is null;
        var (plan, member) = isList ? (entity.List, "list") : (entity.Search, "search");
        step = step.Outcome == TrialOutcome.Passed && plan is not null ? _shapes.Listed(step, entity, plan, member, bench.Log.Exchanges, session) : step;
        return (places.Placed(step with { Note = step.Note ?? (pages > 1 ? $"{pages} pages" : null) }, "entities", entity.Name, member), found);
    }

    public async Task<TrialStep> ReadAsync(VendorSession session, TrialAsk ask, ExternalEntity? seen, RecordedStep? recorded, CancellationToken cancellationToken)
    {
        if (Find(ask.Entity) is not { } entity || As<IGetEntity>() is not { } reading)
        {
            return Absent(ask);
        }

        bench.Log.Begin(recorded);
        var read = await reading.GetAsync(session, ask.Id!, cancellationToken);
        var problem = read.TryGet(out var thing, out var failure) && thing.Id != ask.Id ? $"The thing that was read says that it is {thing.Id}."
            : seen is not null && thing is not null && thing.Title != seen.Title ? $"It is called '{Http.VendorFailures.Clean(thing.Title, 60)}' when it is read, and '{Http.VendorFailures.Clean(seen.Title, 60)}' when it is found."
            : null;
        var step = Judge(ask, read.IsSuccess ? 1 : 0, failure, recorded, problem);
        step = step.Outcome == TrialOutcome.Passed && thing is not null ? _shapes.Read(step, entity, thing, bench.Log.Exchanges, session) : step;
        return places.Placed(step, "entities", entity.Name, "read");
    }

    public async Task<(TrialStep Step, ExternalEntity? Made)> ActAsync(VendorSession session, TrialAsk ask, RecordedStep? recorded, CancellationToken cancellationToken)
    {
        if (As<IRunActions>() is not { } acting || Connector.File.Api.Actions.FirstOrDefault(one => one.Descriptor.Name == ask.ActionName) is not { } action)
        {
            return (Absent(ask), null);
        }

        bench.Log.Begin(recorded);
        var run = await acting.RunAsync(session, action.Descriptor.Name, JsonSerializer.SerializeToElement(ask.Parameters ?? []), cancellationToken);
        var lacking = run.TryGet(out var done, out var failure) ? action.Output.FirstOrDefault(member => !done.Output.ContainsKey(member.Key)) : default;
        var step = Judge(ask, run.IsSuccess ? 1 : 0, failure, recorded, lacking.Key is null ? null : $"The output '{lacking.Key}' is empty: nothing stands at '{lacking.Value}'.");
        return (places.Placed(step, "actions", action.Descriptor.Name), done?.Entity);
    }

    public async Task<TrialStep> SyncAsync(VendorSession session, TrialAsk ask, RecordedStep? recorded, CancellationToken cancellationToken)
    {
        if (As<ISyncEntities>() is not { } syncing || Find(ask.Entity) is not { Sync: { } plan } entity)
        {
            return Absent(ask);
        }

        bench.Log.Begin(recorded);
        var (cursor, problem, failure, count, pulls) = ((string?)null, (string?)null, (Failure?)null, 0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (pulls < MostPulls && problem is null)
        {
            if (!(await syncing.PullAsync(session, entity.Name, cursor, cancellationToken)).TryGet(out var page, out failure))
            {
                break;
            }

            pulls++;
            count += page.Changes.Count;
            failure = page.Refused;
            problem = page.Restart ? "The first pull is asked to begin anew."
                : page.Changes.Count > 0 && page.HasMore && page.Changes.All(change => !seen.Add(change.ExternalId)) ? $"Page {pulls} of the changes holds what the pages before it held: the paging repeats."
                : null;
            cursor = page.Cursor;
            if (!page.HasMore || failure is not null)
            {
                break;
            }
        }

        problem ??= failure is null && cursor is null ? "The pull gave no place to go on from." : null;
        var step = Judge(ask, count, failure, recorded, problem);
        step = step.Outcome == TrialOutcome.Passed && plan.Gone is null ? _shapes.Listed(step, entity, plan.Changes, "sync", bench.Log.Exchanges, session, plan.IsDeleted) : step;
        return places.Placed(step with { Note = step.Note ?? (pulls == MostPulls ? $"{pulls} pages, and more are there" : pulls > 1 ? $"{pulls} pages" : null) }, "entities", entity.Name, "sync");
    }

    public static TrialStep Skipped(TrialAsk ask, string why) => new(ask.Name, "", TrialOutcome.Skipped, 0, why);

    private static TrialStep Absent(TrialAsk ask) => new(ask.Name, ask.Words, TrialOutcome.Failed, 0, "The file has no such thing.");

    private T? As<T>()
        where T : class => Connector.As<T>();

    private EntityPlan? Find(string? name) => Entities.FirstOrDefault(entity => entity.Name == name);

    private static string? Repeated(List<ExternalEntity> before, IReadOnlyList<ExternalEntity> page, int number) =>
        page.FirstOrDefault(item => before.Exists(one => one.Id == item.Id)) is { } twice ? $"Page {number} holds {Http.VendorFailures.Clean(twice.Id, 80)} again, which stood before it: the paging repeats." : null;

    /// <summary>What was wrong on the way goes before what the connector made of it, and that before what is missing.</summary>
    private TrialStep Judge(TrialAsk ask, int count, Failure? failure, RecordedStep? recorded, string? problem = null)
    {
        var wrong = bench.Log.Problem ?? (failure is null ? problem : $"{failure.Message} ({failure.Code})")
            ?? (bench.Log.Player is { Left: [var left, ..] } player ? $"{(player.Left.Count == 1 ? "One recorded call was" : $"{player.Left.Count} recorded calls were")} not asked for, such as {left.Request}." : null)
            ?? (recorded?.Found is { } found && found != count ? $"{found} came of it when it was recorded." : null);
        if (wrong is null)
        {
            keep(ask, count, [.. bench.Log.Exchanges]);
        }

        return new TrialStep(ask.Name, ask.Words, wrong is null ? TrialOutcome.Passed : TrialOutcome.Failed, count, wrong);
    }
}
