using System.Buffers.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>n8n has no change feed: executions are numbered, and workflows tell when they changed. What was deleted is not told.</summary>
internal static class N8nSync
{
    private const int PageSize = 100;

    public static async Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken)
    {
        if (Mark.Decode(cursor) is not { } mark)
        {
            return new SyncPage([], null, HasMore: false, Restart: true);
        }

        // Executions name their workflow by id only: a link keeps the title that it has.
        return entityType == N8nExecution.EntityType
            ? (await N8nApi.ExecutionsAsync(session, PageSize, mark.Position, workflowId: null, window: null, cancellationToken))
                .Map(page => Next(mark, page, execution => execution.Number, execution => execution.ToEntity(session, null) with { Untold = ["title"] }, newestFirst: true))
            : (await N8nApi.WorkflowsAsync(session, N8nApi.WorkflowsPerPage, mark.Position, activeOnly: false, cancellationToken))
                .Map(page => Next(mark, page, workflow => workflow.UpdatedAt?.ToUnixTimeMilliseconds() ?? 0, workflow => workflow.ToEntity(session), newestFirst: false));
    }

    private static SyncPage Next<T>(Mark mark, N8nPage<T> page, Func<T, long> order, Func<T, ExternalEntity> toEntity, bool newestFirst)
    {
        var changed = page.Rows.Where(row => order(row) > mark.Known).ToList();
        var top = Math.Max(mark.Top, page.Rows.Select(order).DefaultIfEmpty(0).Max());
        var more = page.NextCursor is not null && !(newestFirst && changed.Count < page.Rows.Count);
        var next = more ? mark with { Position = page.NextCursor, Top = top } : new Mark(Math.Max(top, mark.Known), 0, null);
        return new SyncPage([.. changed.Select(toEntity).Select(entity => new EntityChange(entity.Id, entity))], next.Encode(), more);
    }

    /// <param name="Known">Everything up to here was seen in an earlier round.</param>
    /// <param name="Top">The highest seen in this round; becomes <paramref name="Known"/> when it ends.</param>
    /// <param name="Position">n8n's cursor within this round.</param>
    private sealed record Mark(long Known, long Top, string? Position)
    {
        public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

        public static Mark? Decode(string? text)
        {
            try
            {
                return string.IsNullOrEmpty(text) ? new Mark(0, 0, null) : JsonSerializer.Deserialize<Mark>(Base64Url.DecodeFromChars(text));
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                return null;
            }
        }
    }
}
