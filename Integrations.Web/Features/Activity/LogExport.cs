using System.Text.Json;
using CsvHelper;
using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;

namespace Integrations.Web.Features.Activity;

/// <summary>What is filtered on the activity and audit pages, as a file.</summary>
internal static class LogExport
{
    /// <summary>More rows than this are not one file; narrow the time.</summary>
    private const int MaxRows = 50_000;

    // Every cell is quoted: what a separator means is then no reader's guess. The mark at the start has spreadsheets read it as UTF-8.
    private static readonly CsvWriterOptions Csv = new() { Quoting = CsvQuoting.Always, WriteByteOrderMark = true };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void MapLogExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/activity/export/{format:regex(^(csv|json)$)}", ActivityAsync).RequireAuthorization().ExcludeFromDescription();
        routes.MapGet("/audit/export/{format:regex(^(csv|json)$)}", AuditAsync).RequireAuthorization(Policies.TenantAdmin).ExcludeFromDescription();
    }

    private static async Task<IResult> ActivityAsync(
        string format, string? integration, string? type, string? status, string? span, ActivityService activity, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var filter = LogFilter.Activity(integration, type, status, span, clock.GetUtcNow());
        var rows = await AllAsync(cursor => activity.ListAsync(caller, filter, cursor, ActivityService.MaxLimit, cancellationToken));
        return !rows.TryGet(out var all, out var failure) ? Refuse(failure)
            : format == "json" ? JsonFile(all.Select(r => new { r.Id, r.OccurredAt, r.InstanceId, r.InstanceName, r.ProviderKey, r.Type, r.Action, Status = r.Status.ToString(), r.Message, r.ErrorCode, r.UserName, r.Client, r.DurationMs, r.RequestId }), "activity")
            : CsvFile(
                "activity",
                ["when", "integration", "provider", "type", "action", "status", "message", "code", "by", "program", "duration_ms", "request"],
                all.Select(r => new[] { r.OccurredAt.UtcDateTime.ToString("O"), r.InstanceName, r.ProviderKey, r.Type, r.Action, r.Status.ToString(), r.Message, r.ErrorCode, r.UserName, r.Client, r.DurationMs.ToString(), r.RequestId }));
    }

    private static async Task<IResult> AuditAsync(
        string format, string? actor, string? action, string? span, AuditService audit, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter { Actor = actor, Action = action, From = LogFilter.From(span, clock.GetUtcNow()) };
        var rows = await AllAsync(cursor => audit.ListAsync(caller, filter, cursor, AuditService.MaxLimit, cancellationToken));
        return !rows.TryGet(out var all, out var failure) ? Refuse(failure)
            : format == "json" ? JsonFile(all.Select(r => new { r.Id, r.OccurredAt, r.ActorName, r.Action, r.TargetType, r.TargetId, r.TargetName, r.Before, r.After, r.RemoteAddress, r.RequestId }), "audit")
            : CsvFile(
                "audit",
                ["when", "who", "action", "target_type", "target_id", "target", "before", "after", "address", "request"],
                all.Select(r => new[] { r.OccurredAt.UtcDateTime.ToString("O"), r.ActorName, r.Action, r.TargetType, r.TargetId, r.TargetName, r.Before, r.After, r.RemoteAddress, r.RequestId }));
    }

    private static async Task<Result<List<T>>> AllAsync<T>(Func<string?, Task<Result<CursorPage<T>>>> read)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            if (page.Failure is { } failure)
            {
                return failure;
            }

            all.AddRange(page.Value.Items);
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null && all.Count < MaxRows);

        return all;
    }

    private static IResult Refuse(Failure failure) =>
        Results.Text(failure.Message, statusCode: failure.Kind == FailureKind.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest);

    private static IResult JsonFile<T>(IEnumerable<T> rows, string name) => Results.File(JsonSerializer.SerializeToUtf8Bytes(rows, Json), "application/json", $"{name}.json");

    private static IResult CsvFile(string name, string[] head, IEnumerable<string?[]> rows)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, Csv, leaveOpen: true))
        {
            csv.WriteRecord(head);
            foreach (var row in rows)
            {
                csv.WriteRecord([.. row.Select(SpreadsheetText.Harmless)]);
            }
        }

        return Results.File(file.ToArray(), "text/csv; charset=utf-8", $"{name}.csv");
    }
}
