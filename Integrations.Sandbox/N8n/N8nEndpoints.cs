using System.Globalization;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.N8n;

/// <summary>The public API v1 of one release.</summary>
/// <param name="release">Only the described one knows /discover, /publish and dates of executions.</param>
internal sealed class N8nEndpoints(AccountWorlds<N8nWorld> worlds, TimeProvider time, N8nRelease release)
{
    private static readonly string[] WorkflowParameters = ["limit", "cursor", "active", "tags", "name", "projectId", "excludePinnedData"];
    private static readonly string[] ExecutionParameters = ["limit", "cursor", "workflowId", "status", "projectId", "includeData"];
    private static readonly string[] Scopes = ["workflow:list", "workflow:read", "workflow:activate", "workflow:deactivate", "execution:list", "execution:read", "execution:retry", "execution:stop"];

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/workflows", (Delegate)ListWorkflows);
        api.MapGet("/workflows/{id}", (HttpContext http, string id) => WithWorkflow(http, id, workflow => SandboxJson.Answer(N8nDocuments.Workflow(workflow, hasVersions: release != N8nRelease.Older))));
        api.MapPost("/workflows/{id}/activate", (HttpContext http, string id) => Switch(http, id, on: true));
        api.MapPost("/workflows/{id}/deactivate", (HttpContext http, string id) => Switch(http, id, on: false));
        api.MapGet("/executions", (Delegate)ListExecutions);
        api.MapGet("/executions/{id}", (HttpContext http, string id) => WithExecution(http, id, (_, execution) => SandboxJson.Answer(N8nDocuments.Execution(execution))));
        api.MapPost("/executions/{id}/retry", (HttpContext http, string id) => WithExecution(http, id, Retry));
        api.MapGet("/users/{id}", (Delegate)GetUser);
        if (release == N8nRelease.V2_8)
        {
            // 2.8.4 has GET /workflows/{id}/{versionId}, so other methods there are known to be wrong (tried 2026-11-28).
            api.MapPost("/workflows/{id}/{any}", () => N8nGuard.Error(StatusCodes.Status405MethodNotAllowed, "POST method not allowed")).WithOrder(10);
        }

        if (release == N8nRelease.Described)
        {
            api.MapGet("/discover", () => SandboxJson.Answer(new { data = new { scopes = Scopes, resources = new { }, specUrl = "/api/v1/openapi.yml" } }));
            api.MapPost("/workflows/{id}/publish", (HttpContext http, string id) => Switch(http, id, on: true));
            api.MapPost("/workflows/{id}/unpublish", (HttpContext http, string id) => Switch(http, id, on: false));
        }
    }

    private IResult ListWorkflows(HttpContext http)
    {
        if (N8nPaging.Read(http, release == N8nRelease.Described ? [.. WorkflowParameters, "offset"] : WorkflowParameters, out var refusal) is not { } paging)
        {
            return refusal!;
        }

        var query = http.Request.Query;
        var tags = query["tags"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Use(http, world =>
        {
            var matches = world.Workflows
                .Where(workflow => query["active"].ToString() is not { Length: > 0 } active || (workflow.ActiveVersionId is not null) == (active == "true"))
                .Where(workflow => tags.All(tag => workflow.Tags.Contains(tag, StringComparer.Ordinal)))
                .Where(workflow => query["name"].ToString().Trim() is not { Length: > 0 } name || workflow.Name.Contains(name, StringComparison.Ordinal))
                .OrderBy(workflow => workflow.Id, StringComparer.Ordinal)
                .ToList();
            // 2.8.4 cuts pages by id and gives the rows of one in no order (2026-11-28, on PostgreSQL).
            var rows = matches.Skip(paging.Offset).Take(paging.Limit).ToArray();
            Random.Shared.Shuffle(rows);
            var page = rows.Select(workflow => N8nDocuments.Workflow(workflow, hasVersions: release != N8nRelease.Older)).ToList();
            var next = paging.Offset + paging.Limit;
            return SandboxJson.Answer(new { data = page, nextCursor = next < matches.Count ? N8nPaging.Cursor(new { limit = paging.Limit, offset = next }) : null });
        });
    }

    private IResult ListExecutions(HttpContext http)
    {
        if (N8nPaging.Read(http, release == N8nRelease.Described ? [.. ExecutionParameters, "startedAfter", "startedBefore"] : ExecutionParameters, out var refusal) is not { } paging)
        {
            return refusal!;
        }

        var query = http.Request.Query;
        var after = Moment(query["startedAfter"]);
        var before = Moment(query["startedBefore"]);
        return Use(http, world =>
        {
            var matches = world.Executions.AsEnumerable().Reverse()
                .Where(execution => query["workflowId"].ToString() is not { Length: > 0 } id || execution.WorkflowId == id)
                .Where(execution => query["status"].ToString() is not { Length: > 0 } status || execution.Status == status)
                .Where(execution => (after is null || execution.StartedAt >= after) && (before is null || execution.StartedAt < before))
                .Where(execution => paging.LastId is not { } last || execution.Id < last)
                .ToList();
            var page = matches.Take(paging.Limit).ToList();
            var next = matches.Count > page.Count ? N8nPaging.Cursor(new { lastId = page[^1].Id.ToString(CultureInfo.InvariantCulture), limit = paging.Limit }) : null;
            return SandboxJson.Answer(new { data = page.Select(N8nDocuments.Execution).ToList(), nextCursor = next });
        });
    }

    private IResult Switch(HttpContext http, string id, bool on) => WithWorkflow(http, id, workflow =>
    {
        if (on && !workflow.HasTrigger)
        {
            return N8nGuard.Error(StatusCodes.Status400BadRequest, "Workflow cannot be activated because it has no trigger node. At least one trigger, webhook, or polling node is required.");
        }

        workflow.ActiveVersionId = on ? workflow.VersionId : null;
        workflow.UpdatedAt = time.GetUtcNow();
        return SandboxJson.Answer(N8nDocuments.Workflow(workflow, hasVersions: release != N8nRelease.Older));
    });

    private IResult Retry(N8nWorld world, N8nExecutionRecord execution)
    {
        if (execution.Status == "success")
        {
            return N8nGuard.Error(StatusCodes.Status409Conflict, "The execution succeeded, so it cannot be retried.");
        }

        var workflow = world.Workflow(execution.WorkflowId)!;
        var again = world.AddExecution(workflow, "retry", "success", time.GetUtcNow(), TimeSpan.FromSeconds(1), execution.Id.ToString(CultureInfo.InvariantCulture));
        return SandboxJson.Answer(N8nDocuments.Execution(again));
    }

    private IResult GetUser(HttpContext http, string id)
    {
        var account = SandboxAccess.Of(http).Account;
        return id == N8nKeys.UserId(account) || id == account.Email
            ? SandboxJson.Answer(new { id = N8nKeys.UserId(account), email = account.Email, firstName = account.Name.Split(' ')[0], lastName = account.Name.Split(' ')[^1], isPending = false, role = "global:owner" })
            : N8nGuard.Error(StatusCodes.Status404NotFound, "Not Found");
    }

    private IResult WithWorkflow(HttpContext http, string id, Func<N8nWorkflowRecord, IResult> answer) =>
        Use(http, world => world.Workflow(id) is { } workflow ? answer(workflow) : N8nGuard.Error(StatusCodes.Status404NotFound, "Not Found"));

    private IResult WithExecution(HttpContext http, string id, Func<N8nWorld, N8nExecutionRecord, IResult> answer) =>
        // n8n 2.8.4, 2026-11-28.
        !id.All(char.IsAsciiDigit) ? N8nGuard.Error(StatusCodes.Status400BadRequest, "request/params/id must be number")
        : Use(http, world => world.Executions.Find(execution => execution.Id.ToString(CultureInfo.InvariantCulture) == id) is { } found
            ? answer(world, found)
            : N8nGuard.Error(StatusCodes.Status404NotFound, "Not Found"));

    private IResult Use(HttpContext http, Func<N8nWorld, IResult> work) => worlds.Use(SandboxAccess.Of(http).Account, work);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
