using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>An n8n instance: public API v1 and production webhooks.</summary>
/// <remarks>
/// Source: n8n's OpenAPI document of the public API and its webhook node (read 2026-11). Instances of very different age
/// are in use, so newer routes are tried first and older ones after a 404.
/// </remarks>
internal sealed class N8nConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IRunActions, ISyncEntities
{
    /// <summary>Marks a call to a webhook; the value names the header that carries the webhook's own secret, or is empty.</summary>
    internal static readonly HttpRequestOptionsKey<string> WebhookHeader = new("n8n.webhook_header");

    private const string KeyHeader = "X-N8N-API-KEY";

    public string Provider => "n8n";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri(N8nAddress.Api(session, "/")));

    public IReadOnlyList<ActionDescriptor> KnownActions => N8nActions.Table.Known;

    public IReadOnlyList<string> SyncableEntities { get; } = [N8nWorkflow.EntityType, N8nExecution.EntityType];

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        // Newer releases tell what the key may do; older ones do not know the route.
        using var discover = VendorSession.Get(N8nAddress.Api(session, "/discover"));
        var sent = await session.SendAsync(discover, cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        JsonElement? known = null;
        if (response.Status != HttpStatusCode.NotFound)
        {
            var read = session.Check(response) is { } refused ? refused : response.Json<JsonElement>(session.VendorName, null);
            if (!read.TryGet(out var body, out failure))
            {
                return failure;
            }

            if (body.Member("data") is not { ValueKind: JsonValueKind.Object })
            {
                return VendorFailures.Unreadable(session.VendorName, null, (int)response.Status);
            }

            known = body;
        }
        else if ((await N8nApi.WorkflowsAsync(session, 1, cursor: null, activeOnly: false, cancellationToken)).Failure is { } refused)
        {
            return refused.VendorStatus == 404
                ? new Failure(FailureKind.VendorRefused, "n8n.no_api", "There is no n8n API at this address. Check the address, and that the public API is switched on there.") { VendorStatus = 404 }
                : refused;
        }

        // The pipeline put the key on this very request. It is a JWT in current releases: not trusted, but it names its owner.
        var key = discover.Headers.TryGetValues(KeyHeader, out var values) ? ReadKey(values.First()) : null;
        var host = N8nAddress.Host(session);
        var owner = key?.Text("sub") is { } sub && N8nIds.IsValid(sub) ? sub : null;
        var user = owner is null ? null : await N8nApi.UserAsync(session, owner, cancellationToken);
        return new VendorAccount(owner is null ? host : $"{host}/{owner}", user?.Name ?? host)
        {
            Email = user?.Email,
            Workspace = host,
            Scopes = known?.Texts("data", "scopes") is { Count: > 0 } scopes ? scopes : null,
            CredentialExpiresAt = key?.Number("exp") is { } expires and > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(expires) : null,
        };
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        N8nSearch.RunAsync(session, query, cancellationToken);

    /// <summary>Workflows have to carry every tag of the setting, as n8n's own list has it; an execution is looked at by its workflow, where it is read.</summary>
    public bool IsInside(VendorSession session, ExternalEntity entity)
    {
        var wanted = (session.Facts["tags"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var carried = entity.Metadata[EntityFields.Labels] is System.Text.Json.Nodes.JsonArray labels ? labels.Select(label => label?.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase) : [];
        return entity.Type == N8nExecution.EntityType || wanted.All(carried.Contains);
    }

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        if (N8nExecution.IdFrom(externalId) is { } executionId)
        {
            var read = await N8nApi.ExecutionAsync(session, executionId, cancellationToken);
            if (!read.TryGet(out var execution, out var failure))
            {
                return failure;
            }

            var workflow = execution.WorkflowId is { } workflowId ? await N8nApi.WorkflowAsync(session, workflowId, cancellationToken) : default;
            if (session.Facts["tags"] is not null && !(workflow is { IsSuccess: true, Value: { } owner } && IsInside(session, owner.ToEntity(session))))
            {
                return VendorFailures.NotFound(session.VendorName, null);
            }

            return execution.ToEntity(session, workflow is { IsSuccess: true, Value: { } found } ? found.Name : null);
        }

        return N8nIds.IsValid(externalId)
            ? (await N8nApi.WorkflowAsync(session, externalId, cancellationToken)).Map(workflow => workflow.ToEntity(session))
            : VendorFailures.NotFound(session.VendorName, null);
    }

    public Task<Result<IReadOnlyList<ActionDescriptor>>> ListActionsAsync(VendorSession session, CancellationToken cancellationToken) =>
        N8nActions.ListAsync(session, cancellationToken);

    /// <summary>The name of a run holds its workflow's id, and only that counts: people rename workflows in n8n.</summary>
    public ActionDescriptor? FindAction(IReadOnlyList<ActionDescriptor> actions, string name) =>
        actions.FirstOrDefault(action => action.Name == name)
        ?? (N8nActions.Parse(name) is { } run ? actions.FirstOrDefault(action => N8nActions.Parse(action.Name) == run) : null);

    public Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken) =>
        N8nActions.Parse(action) is { } run ? N8nRun.RunAsync(session, run.WorkflowId, run.Index, parameters, cancellationToken) : N8nActions.Table.RunAsync(session, action, parameters, cancellationToken);

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        N8nSync.PullAsync(session, entityType, cursor, cancellationToken);

    public void Authenticate(HttpRequestMessage request, VendorCredential credential)
    {
        if (!request.Options.TryGetValue(WebhookHeader, out var header))
        {
            request.Headers.Remove(KeyHeader);
            request.Headers.TryAddWithoutValidation(KeyHeader, credential["apiKey"].Reveal());
        }
        else if (header.Length > 0 && credential.Find("webhookHeaderValue") is { } value)
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, value.Reveal());
        }
    }

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields) => N8nAddress.Normalize(fields);

    private static JsonElement? ReadKey(string key)
    {
        var parts = key.Split('.');
        try
        {
            return parts.Length == 3 ? JsonElement.Parse(Base64Url.DecodeFromChars(parts[1])) : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // An older key: it names no one.
            return null;
        }
    }
}
