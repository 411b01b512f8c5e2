using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>Search over workflows, then executions. n8n has no full text: names are matched here, page by page.</summary>
internal static class N8nSearch
{
    // One search reads at most this many pages; its cursor tells where to go on.
    private const int PagesPerSearch = 6;
    private const int NamesRead = 250;

    public static async Task<Result<EntityPage>> RunAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryDecode(query.Cursor, out var place))
        {
            return Failure.InvalidField("cursor", "This cursor is none of ours. Start the search again.");
        }

        var found = new List<ExternalEntity>();
        var leftOut = new List<string>();
        IReadOnlyDictionary<string, string>? names = null;
        for (var pages = 0; pages < PagesPerSearch && place is not null; pages++)
        {
            var type = place.Stage == 0 ? N8nWorkflow.EntityType : N8nExecution.EntityType;
            if (!query.Wants(type))
            {
                place = NextStage(place);
                continue;
            }

            if (place.Stage == 1)
            {
                names ??= await NamesAsync(session, cancellationToken);
            }

            var read = await ReadAsync(session, query, place, names, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                if (failure.Kind != FailureKind.VendorRefused || !query.Wants(N8nWorkflow.EntityType) || !query.Wants(N8nExecution.EntityType) || (place.Stage == 1 && leftOut.Count > 0))
                {
                    return failure;
                }

                // A key may see one of the two only: the other counts all the same (RELIABILITY K2).
                leftOut.Add(PartlyRead.LeftOut("list", place.Stage == 0 ? "workflows" : "executions", failure));
                place = NextStage(place);
                continue;
            }

            for (var i = place.Skip; i < page.Rows.Count; i++)
            {
                if (page.Rows[i] is { } row && Matches(query, row))
                {
                    found.Add(row);
                    if (found.Count == query.Limit)
                    {
                        return new EntityPage(found, After(place, i, page)?.Encode()) { Partial = PartlyRead.Of(leftOut) };
                    }
                }
            }

            place = After(place, page.Rows.Count - 1, page);
        }

        return new EntityPage(found, place?.Encode()) { Partial = PartlyRead.Of(leftOut) };
    }

    private static async Task<Result<N8nPage<ExternalEntity?>>> ReadAsync(
        VendorSession session, EntityQuery query, PageCursor place, IReadOnlyDictionary<string, string>? names, CancellationToken cancellationToken)
    {
        // n8n's cursor holds the page size; only the first page could come out shorter than what was skipped.
        var limit = Math.Max(Math.Clamp(query.Limit, 1, N8nApi.WorkflowsPerPage), Math.Min(place.Skip + 1, 250));
        if (place.Stage == 0)
        {
            return (await N8nApi.WorkflowsAsync(session, limit, place.Position, activeOnly: false, cancellationToken))
                .Map(page => new N8nPage<ExternalEntity?>([.. page.Rows.Select(workflow => workflow.IsArchived ? null : workflow.ToEntity(session))], page.NextCursor));
        }

        return (await N8nApi.ExecutionsAsync(session, limit, place.Position, workflowId: null, query, cancellationToken)).Map(page =>
        {
            // With tags in the settings, the names are those of the workflows that carry them.
            var isFenced = session.Facts["tags"] is not null;
            var rows = page.Rows.Select(execution => isFenced && names?.ContainsKey(execution.WorkflowId ?? "") != true ? null : (ExternalEntity?)execution.ToEntity(session, names?.GetValueOrDefault(execution.WorkflowId ?? ""))).ToList();
            // Newest first: behind the first one that is too old there is nothing to find.
            var tooOld = query.Start is { } start && page.Rows.Any(execution => execution.StartedAt < start);
            return new N8nPage<ExternalEntity?>(rows, tooOld ? null : page.NextCursor);
        });
    }

    private static bool Matches(EntityQuery query, ExternalEntity row) =>
        query.MatchesText(row) && query.MatchesFilters(row) && query.MatchesDates(row.Type == N8nWorkflow.EntityType ? row.UpdatedAt : row.Start);

    private static PageCursor? After<T>(PageCursor place, int index, N8nPage<T> page) =>
        index + 1 < page.Rows.Count ? place with { Skip = index + 1 }
        : page.NextCursor is { } next ? new PageCursor(place.Stage, next)
        : NextStage(place);

    private static PageCursor? NextStage(PageCursor place) => place.Stage == 0 ? new PageCursor(1) : null;

    /// <summary>Executions name their workflow by id only. Without names the ids have to do.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var read = await N8nApi.WorkflowsAsync(session, NamesRead, cursor: null, activeOnly: false, cancellationToken);
        return read.TryGet(out var page, out _)
            ? page.Rows.DistinctBy(workflow => workflow.Id).ToDictionary(workflow => workflow.Id, workflow => workflow.Name, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
