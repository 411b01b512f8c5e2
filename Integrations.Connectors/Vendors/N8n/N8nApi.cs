using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>The routes of the public API v1 that we use.</summary>
/// <remarks>Source: n8n's own OpenAPI document, 1.1.1 (read 2026-11). Pages hold at most 250 rows; more is an error, not a cap.</remarks>
internal static class N8nApi
{
    /// <summary>Workflows come with all their nodes: pages are heavy.</summary>
    public const int WorkflowsPerPage = 50;

    public static async Task<Result<N8nPage<N8nWorkflow>>> WorkflowsAsync(VendorSession session, int limit, string? cursor, bool activeOnly, CancellationToken cancellationToken)
    {
        // Pinned data may be megabytes; "name" matches differently from release to release and is matched by us instead.
        var url = N8nAddress.Api(session, $"/workflows?limit={limit}&excludePinnedData=true{(activeOnly ? "&active=true" : "")}{Parameter("tags", session.Facts["tags"])}{Parameter("cursor", cursor)}");
        return Whole(session, await session.ReadAsync(VendorSession.Get(url), null, (JsonElement page) => InOrder(N8nPage.Read(page, N8nWorkflow.Read)), cancellationToken));
    }

    public static async Task<Result<N8nWorkflow>> WorkflowAsync(VendorSession session, string id, CancellationToken cancellationToken) =>
        Whole(session, await session.ReadAsync(VendorSession.Get(N8nAddress.Api(session, $"/workflows/{id}?excludePinnedData=true")), null, (JsonElement raw) => N8nWorkflow.Read(raw), cancellationToken));

    /// <param name="window">Sent to newer releases; older ones refuse the parameters, and then the caller filters alone.</param>
    public static async Task<Result<N8nPage<N8nExecution>>> ExecutionsAsync(
        VendorSession session, int limit, string? cursor, string? workflowId, EntityQuery? window, CancellationToken cancellationToken)
    {
        var url = N8nAddress.Api(session, $"/executions?limit={limit}&includeData=false{Parameter("workflowId", workflowId)}{Parameter("cursor", cursor)}");
        var dates = Parameter("startedAfter", window?.Start.Iso()) + Parameter("startedBefore", window?.End.Iso());
        var read = await ReadAsync(url + dates);
        return dates.Length > 0 && read.Failure is { VendorStatus: 400 } ? await ReadAsync(url) : read;

        async Task<Result<N8nPage<N8nExecution>>> ReadAsync(string address) =>
            Whole(session, await session.ReadAsync(VendorSession.Get(address), null, (JsonElement page) => N8nPage.Read(page, N8nExecution.Read), cancellationToken));
    }

    public static async Task<Result<N8nExecution>> ExecutionAsync(VendorSession session, string id, CancellationToken cancellationToken) =>
        Whole(session, await session.ReadAsync(VendorSession.Get(N8nAddress.Api(session, $"/executions/{id}?includeData=false")), null, (JsonElement raw) => N8nExecution.Read(raw), cancellationToken));

    /// <summary>Some releases publish, others activate.</summary>
    /// <remarks>
    /// n8n 2.8.4 refuses the first with 405 "POST method not allowed" (tried 2026-11-28); its description of the API lists both.
    /// Others answer 404, or 400 with a word about the method.
    /// </remarks>
    public static async Task<Result<N8nWorkflow>> SwitchAsync(VendorSession session, string id, bool on, bool repeatable, CancellationToken cancellationToken)
    {
        var switched = await PostAsync(on ? "publish" : "unpublish");
        return switched.Failure is { } refused && IsUnknownRoute(refused) ? await PostAsync(on ? "activate" : "deactivate") : switched;

        async Task<Result<N8nWorkflow>> PostAsync(string verb)
        {
            // The older routes want a JSON body although there is nothing to say. A second switch changes nothing: repeatable.
            var address = N8nAddress.Api(session, $"/workflows/{id}/{verb}");
            using var request = verb.EndsWith("activate", StringComparison.Ordinal)
                ? VendorSession.Json(HttpMethod.Post, address, new { }, repeatable: repeatable)
                : repeatable ? new HttpRequestMessage(HttpMethod.Post, address).Repeatable() : new HttpRequestMessage(HttpMethod.Post, address);
            return Whole(session, await session.ReadAsync(request, null, (JsonElement raw) => N8nWorkflow.Read(raw), cancellationToken));
        }
    }

    /// <summary>Who owns the key; only keys of an instance's owner may ask, so null is no failure.</summary>
    public static async Task<N8nUser?> UserAsync(VendorSession session, string id, CancellationToken cancellationToken)
    {
        var read = await session.ReadAsync<JsonElement>(VendorSession.Get(N8nAddress.Api(session, $"/users/{id}?includeRole=true")), null, cancellationToken);
        return read.TryGet(out var user, out _)
            ? new N8nUser(EntityText.Value($"{user.Text("firstName")} {user.Text("lastName")}"), EntityText.Value(user.Text("email")))
            : null;
    }

    private static Result<T> Whole<T>(VendorSession session, Result<T?> read)
        where T : class =>
        read.TryGet(out var value, out var failure) && value is not null ? value : failure ?? VendorFailures.Unreadable(session.VendorName, null);

    private static bool IsUnknownRoute(Failure refused) =>
        refused.VendorStatus is 404 or 405 || (refused.VendorStatus == 400 && refused.Message.Contains("method", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// n8n 2.8.4 cuts pages by id, and gives the rows of one in any order, another each time (seen 2026-11-28 on PostgreSQL). Who goes on in
    /// the middle of a page needs the same order again.
    /// </summary>
    private static N8nPage<N8nWorkflow>? InOrder(N8nPage<N8nWorkflow>? page) =>
        page is null ? null : page with { Rows = [.. page.Rows.OrderBy(workflow => workflow.Id, StringComparer.Ordinal)] };

    private static string Parameter(string name, string? value) => string.IsNullOrWhiteSpace(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
