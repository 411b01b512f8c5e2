using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Search;

/// <summary>Finds external entities: in one integration, or in all that the caller may use at once, under one deadline.</summary>
public sealed partial class SearchService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    VendorCalls calls,
    SearchCache memory,
    IOptions<SearchOptions> options,
    IMeterFactory meters,
    TimeProvider clock,
    ILogger<SearchService> logger)
{
    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.search.duration", "s");
    private readonly Counter<long> _partial = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.search.partial");

    /// <summary>Searches one integration and gives at most <see cref="SearchRequest.Limit"/> results, fetching no page that the limit does not need.</summary>
    public Task<Result<SearchHits>> SearchAsync(Caller caller, Guid instanceId, SearchRequest request, CancellationToken cancellationToken) =>
        SearchAsync(caller, instanceId, request, new LastGood(), cancellationToken);

    private async Task<Result<SearchHits>> SearchAsync(Caller caller, Guid instanceId, SearchRequest request, LastGood last, CancellationToken cancellationToken)
    {
        if (request.Validate() is { } invalid)
        {
            return invalid;
        }

        if (CheckUser(caller, request) is { } otherUser)
        {
            return otherUser;
        }

        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Search, background: false, cancellationToken);
        return opened.TryGet(out var call, out var failure) ? await SearchOpenAsync(call, request, last, cancellationToken) : failure;
    }

    /// <summary>
    /// Searches side by side and yields each integration's outcome as soon as it is there; at the deadline the late ones
    /// are reported as timed out (RELIABILITY G1).
    /// </summary>
    public async IAsyncEnumerable<SearchOutcome> SearchAllAsync(Caller caller, GlobalSearchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var targets = await TargetsAsync(caller, request, cancellationToken);
        var started = clock.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outcomes = Channel.CreateUnbounded<SearchOutcome>(new UnboundedChannelOptions { SingleReader = true });
        var pending = targets.ToDictionary(t => t.Id);
        var lastGood = targets.ToDictionary(t => t.Id, _ => new LastGood());
        // Taken once: a search that begins after its reader has left finds a cancelled token, and not a disposed source.
        var untilDeadline = deadline.Token;
        foreach (var target in targets)
        {
            _ = Task.Run(async () => outcomes.Writer.TryWrite(await OneAsync(caller, target, request, started, lastGood[target.Id], untilDeadline)), CancellationToken.None);
        }

        var timer = Task.Delay(options.Value.Deadline, clock, deadline.Token);
        try
        {
            while (pending.Count > 0)
            {
                var next = outcomes.Reader.WaitToReadAsync(cancellationToken).AsTask();
                if (await Task.WhenAny(next, timer) == timer && !next.IsCompleted)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
                }

                await next;

                while (outcomes.Reader.TryRead(out var outcome))
                {
                    if (pending.Remove(outcome.InstanceId))
                    {
                        yield return outcome;
                    }
                }
            }
        }
        finally
        {
            await deadline.CancelAsync();
        }

        foreach (var late in pending.Values)
        {
            var failure = new Failure(FailureKind.VendorUnavailable, "search.timeout", $"{late.Name} did not answer within {options.Value.Deadline.TotalSeconds:0.#} s.");
            yield return new SearchOutcome(late.Id, late.Name, late.ProviderKey, SearchStatus.Timeout, lastGood[late.Id].Hits ?? SearchHits.None, failure, clock.GetElapsedTime(started));
        }

        _duration.Record(clock.GetElapsedTime(started).TotalSeconds);
        if (pending.Count > 0)
        {
            _partial.Add(1);
        }
    }

    /// <summary>What is wrong with a search before any integration is asked; null when nothing is.</summary>
    public static Failure? Check(Caller caller, GlobalSearchRequest request) => request.Each.Validate() ?? CheckUser(caller, request.Each);

    private static Failure? CheckUser(Caller caller, SearchRequest request) =>
        request.UserId is { } user && user != caller.UserId ? ConnectionFailures.OtherUser : null;

    private async Task<SearchOutcome> OneAsync(Caller caller, SearchTarget target, GlobalSearchRequest request, long started, LastGood last, CancellationToken cancellationToken)
    {
        SearchOutcome Outcome(SearchStatus status, SearchHits hits, Failure? failure) =>
            new(target.Id, target.Name, target.ProviderKey, status, hits, failure, clock.GetElapsedTime(started));
        try
        {
            var found = await SearchAsync(caller, target.Id, request.Each, last, cancellationToken);
            return !found.TryGet(out var hits, out var failure) ? Outcome(StatusOf(failure), SearchHits.None, failure)
                : hits.Trouble is { } trouble ? Outcome(StatusOf(trouble), hits, trouble)
                : Outcome(SearchStatus.Ok, hits, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The deadline struck; the reader has reported it already.
            return Outcome(SearchStatus.Timeout, SearchHits.None, null);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, target.Id, target.ProviderKey);
            return Outcome(SearchStatus.Error, SearchHits.None, new Failure(FailureKind.Unavailable, "search.failed", $"{target.Name} could not be searched. Try again; if it persists, tell an operator."));
        }
    }

    private static SearchStatus StatusOf(Failure failure) => failure switch
    {
        { Kind: FailureKind.VendorRateLimited } => SearchStatus.RateLimited,
        { Kind: FailureKind.CredentialRefused } or { Code: ConnectionFailures.MissingCode } => SearchStatus.Reconnect,
        { Code: VendorFailures.TimedOutCode } => SearchStatus.Timeout,
        _ => SearchStatus.Error,
    };

    private async Task<IReadOnlyList<SearchTarget>> TargetsAsync(Caller caller, GlobalSearchRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wanted = request.Integrations;
        var own = Connection.OwnerKeyOf(caller.UserId);
        return await db.Instances.AsNoTracking().VisibleTo(caller)
            .Where(i => i.SearchEnabled && i.Status != InstanceStatus.Disabled && (wanted.Count == 0 || wanted.Contains(i.Id)))
            .Where(i => db.Set<Connection>().Any(c => c.InstanceId == i.Id && c.DisconnectedAt == null && c.OwnerKey == (i.UserScoped || i.Level == InstanceLevel.User ? own : "")))
            .OrderBy(i => i.Name).ThenBy(i => i.Id)
            .Take(100)
            .Select(i => new SearchTarget(i.Id, i.Name, i.ProviderKey))
            .ToListAsync(cancellationToken);
    }

    private async Task<Result<SearchHits>> SearchOpenAsync(VendorCall call, SearchRequest request, LastGood last, CancellationToken cancellationToken)
    {
        using (call)
        {
            var open = call.Open;
            if (!open.Instance.SearchEnabled)
            {
                return SearchFailures.SwitchedOff(open.Instance.Name);
            }

            if (open.Entry.As<ISearchEntities>() is not { } searching)
            {
                return SearchFailures.NotSearchable(open.Entry.Manifest.DisplayName);
            }

            var refused = Narrow(open, request, out var query);
            SearchCache.Key? key = request.MayBeOld && refused is null ? SearchCache.KeyOf(call.Caller, open.Instance.Id, open.Connection.Id, query, request.Offset) : null;
            // Looked up first: at the deadline no one waits for this call any more.
            last.Hits = key is { } asked ? memory.Find(asked) : null;
            var found = refused is not null ? refused : await PagesAsync(searching, open.Session, query, request, cancellationToken);
            var failure = found.Failure;
            // What is only a part would stand for the whole.
            if (failure is null && found.Value.Trouble is null && key is { } answered)
            {
                memory.Keep(answered, found.Value);
            }

            if (failure is null || failure.IsVendorSide)
            {
                var message = failure is not null ? null : found.Value.Trouble is { } left ? $"{found.Value.Items.Count} found. {left.Message}" : $"{found.Value.Items.Count} found";
                await calls.EndAsync(call, failure, message, cancellationToken);
            }

            return failure?.Kind is FailureKind.VendorUnavailable or FailureKind.VendorRateLimited && last.Hits is { } kept ? kept with { Trouble = failure } : found;
        }
    }

    /// <summary>What the integration allows to be searched, cut with what is asked for.</summary>
    private static Failure? Narrow(OpenIntegration open, SearchRequest request, out EntityQuery query)
    {
        var searchable = open.Entry.Manifest.Entities.Where(e => e.Searchable).Select(e => e.Name);
        var allowed = open.Instance.SearchableEntities.Count == 0 ? searchable.ToList() : searchable.Intersect(open.Instance.SearchableEntities).ToList();
        var wanted = request.EntityTypes.Count == 0 ? allowed : allowed.Intersect(request.EntityTypes, StringComparer.OrdinalIgnoreCase).ToList();
        query = new EntityQuery(string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(), request.Offset + request.Limit)
        {
            Start = request.Start,
            End = request.End,
            EntityTypes = wanted,
            Filters = request.Filters,
        };
        return wanted.Count == 0 && request.EntityTypes.Count > 0 && request.UnknownTypesAreErrors
            ? Failure.InvalidField("entities", $"None of these can be searched here. Choose from {string.Join(", ", allowed)}.")
            : null;
    }

    private static async Task<Result<SearchHits>> PagesAsync(ISearchEntities searching, VendorSession session, EntityQuery query, SearchRequest request, CancellationToken cancellationToken)
    {
        if (query.EntityTypes.Count == 0)
        {
            return SearchHits.None;
        }

        var items = new List<ExternalEntity>();
        // Vendors repeat items: in one answer, and on the next page when something came in between. Each is shown once.
        var seen = new HashSet<(string Type, string Id)>();
        var skipped = 0;
        int? total = null;
        string? cursor = null;
        Failure? partial = null;
        do
        {
            var page = await session.CallAsync(
                () => searching.SearchAsync(session, query with { Cursor = cursor, Limit = request.Offset - skipped + request.Limit - items.Count }, cancellationToken), cancellationToken);
            if (!page.TryGet(out var answer, out var failure))
            {
                return failure;
            }

            total ??= answer.Total;
            cursor = answer.NextCursor;
            partial ??= answer.Partial;
            var fresh = answer.Items.Where(item => seen.Add((item.Type, item.Id))).ToList();
            if (fresh.Count == 0 && answer.Items.Count > 0)
            {
                // A page of nothing but repeats: the vendor goes round in a circle.
                cursor = null;
            }

            foreach (var item in fresh)
            {
                if (skipped < request.Offset)
                {
                    skipped++;
                }
                else if (items.Count < request.Limit)
                {
                    items.Add(item);
                }
                else
                {
                    // More than was asked for: there is at least one more.
                    return new SearchHits(items, total, HasMore: true) { Trouble = partial };
                }
            }
        }
        while (cursor is not null && items.Count < request.Limit);

        return new SearchHits(items, total, HasMore: cursor is not null) { Trouble = partial };
    }

    /// <summary>What a call under way would fall back to.</summary>
    private sealed class LastGood
    {
        public SearchHits? Hits { get; set; }
    }

    private sealed record SearchTarget(Guid Id, string Name, string ProviderKey);

    [LoggerMessage(3601, LogLevel.Error, "The search in {InstanceId} ({Provider}) failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid instanceId, string provider);
}
