using System.Text.Json.Nodes;
using Integrations.Core.Agents;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace Integrations.Web.Api.Mcp;

/// <summary>Lists, searches and reads.</summary>
internal sealed class McpReadTools(AgentAccess access, AgentReading reading, IRateCounter counter, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    private const int DefaultLimit = 10;

    public async Task<Result<CallToolResult>> ListConnectedAsync(AgentStanding standing, CancellationToken cancellationToken)
    {
        var connected = await reading.ConnectedAsync(standing, cancellationToken);
        var answer = new JsonObject
        {
            ["program"] = standing.Client.Name,
            ["grantExpiresAt"] = standing.ExpiresAt,
            ["grantedAt"] = access.Page,
            ["mayReadMeetingsAndPeople"] = standing.MayReadRecords,
            ["mayLink"] = standing.MayLink,
            ["changesWaitForAPerson"] = standing.ConfirmsWrites,
            ["integrations"] = new JsonArray([.. connected.Select(each => (JsonNode)new JsonObject
            {
                ["id"] = each.Granted.Id,
                ["name"] = each.Granted.Name,
                ["provider"] = each.Granted.ProviderKey,
                ["status"] = each.View.Connection?.Status.ToString().ToLowerInvariant() ?? "not_connected",
                ["mayRead"] = each.Granted.MayRead,
                ["actions"] = each.Granted.Actions.Count,
            })]),
        };
        if (connected.Count == 0)
        {
            answer["next"] = $"Nothing is granted to this program yet, or what was granted has ended. Its person can choose at {access.Page}.";
        }

        return McpResults.Of(answer);
    }

    public async Task<Result<CallToolResult>> SearchAsync(AgentStanding standing, McpArguments arguments, McpProgress progress, CancellationToken cancellationToken)
    {
        // Searches count with those of pages and routes: each asks many vendors.
        var verdict = await counter.TakeAsync(RateLimits.KeyOf(standing.Caller, address: null, RateClass.Search), limits.Value.Of(RateClass.Search), cancellationToken);
        if (!verdict.IsAdmitted)
        {
            return new Failure(FailureKind.TooMany, "rate_limited", "Too many searches in the last minute.") { RetryAfter = verdict.ResetAt - clock.GetUtcNow() };
        }

        var each = new SearchRequest(arguments.Text("query"), arguments.Number("limit", DefaultLimit))
        {
            Start = arguments.Time("start"),
            End = arguments.Time("end"),
            EntityTypes = arguments.Texts("entityTypes"),
            UnknownTypesAreErrors = false,
        };
        var ids = arguments.Texts("integrationIds").Select(Guid.Parse).Distinct().ToList();
        var began = reading.Search(standing, new GlobalSearchRequest(each) { Integrations = ids }, cancellationToken);
        if (!began.TryGet(out var outcomes, out var failure))
        {
            return failure;
        }

        var (results, links) = (new JsonArray(), new List<ContentBlock>());
        var total = ids.Count == 0 ? standing.Readable.Count : ids.Count;
        await foreach (var outcome in outcomes)
        {
            results.Add(Of(outcome));
            links.AddRange(outcome.Hits.Items.Select(item => McpResources.Link(outcome.InstanceId, item)));
            await progress.TellAsync(results.Count, Math.Max(total, results.Count), $"Searched {outcome.InstanceName}", cancellationToken);
        }

        return McpResults.Of(new JsonObject { ["results"] = results }, links);
    }

    /// <summary>How many integrations a search asked.</summary>
    public static int FoundIn(CallToolResult search) => search.StructuredContent?.GetProperty("results").GetArrayLength() ?? 0;

    public async Task<Result<CallToolResult>> ReadAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var integrationId = arguments.Id("integrationId") ?? default;
        var read = await reading.ReadAsync(standing, integrationId, arguments.Text("externalId") ?? "", cancellationToken);
        return read.Map(entity => McpResults.Of(new JsonObject { ["integrationId"] = integrationId, [McpResults.VendorData] = McpResults.Entity(entity) }, McpResources.Link(integrationId, entity)));
    }

    private static JsonObject Of(SearchOutcome outcome)
    {
        var result = new JsonObject
        {
            ["integrationId"] = outcome.InstanceId,
            ["integration"] = outcome.InstanceName,
            ["provider"] = outcome.ProviderKey,
            ["status"] = outcome.Status.ToString().ToLowerInvariant(),
            ["hasMore"] = outcome.Hits.HasMore,
            [McpResults.VendorData] = new JsonArray([.. outcome.Hits.Items.Select(item => (JsonNode)McpResults.Entity(item))]),
        };
        if (outcome.Failure is { } failure)
        {
            result["error"] = new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message };
        }

        return result;
    }
}
