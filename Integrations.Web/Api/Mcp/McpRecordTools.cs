using System.Text.Json.Nodes;
using Integrations.Core.Agents;
using Integrations.Core.Linking;
using Integrations.Primitives;
using ModelContextProtocol.Protocol;

namespace Integrations.Web.Api.Mcp;

/// <summary>Meetings, people, and what is linked to them.</summary>
internal sealed class McpRecordTools(AgentReading reading, AgentLinking linking)
{
    private const int DefaultLimit = 20;

    public async Task<Result<CallToolResult>> MeetingsAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var found = await reading.MeetingsAsync(standing, arguments.Text("query"), arguments.Number("limit", DefaultLimit), cancellationToken);
        return found.Map(page => McpResults.Of(new JsonObject
        {
            ["total"] = page.Total,
            ["meetings"] = new JsonArray([.. page.Items.Select(meeting => (JsonNode)new JsonObject
            {
                ["id"] = meeting.Id,
                ["title"] = meeting.Title,
                ["startsAt"] = meeting.StartsAt,
                ["endsAt"] = meeting.EndsAt,
                ["location"] = meeting.Location,
                ["attendees"] = new JsonArray([.. meeting.Attendees.Select(name => (JsonNode?)name)]),
                ["links"] = meeting.Links,
            })]),
        }));
    }

    public async Task<Result<CallToolResult>> PeopleAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var found = await reading.PeopleAsync(standing, arguments.Text("query"), arguments.Number("limit", DefaultLimit), cancellationToken);
        return found.Map(page => McpResults.Of(new JsonObject
        {
            ["total"] = page.Total,
            ["people"] = new JsonArray([.. page.Items.Select(person => (JsonNode)new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["email"] = person.Email,
                ["jobTitle"] = person.JobTitle,
                ["links"] = person.Links,
            })]),
        }));
    }

    public async Task<Result<CallToolResult>> LinksAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var found = await reading.LinksAsync(standing, arguments.Text("entityType") ?? "", arguments.Id("entityId") ?? default, cancellationToken);
        return found.Map(links => McpResults.Of(
            new JsonObject { ["links"] = new JsonArray([.. links.Select(link => (JsonNode)Of(link))]) }, links.Select(link => McpResources.Link(link.IntegrationId, link.External))));
    }

    public async Task<Result<CallToolResult>> LinkAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var linked = await linking.LinkAsync(
            standing, arguments.Text("entityType") ?? "", arguments.Id("entityId") ?? default, arguments.Id("integrationId") ?? default, arguments.Text("externalId") ?? "", cancellationToken);
        return linked.Map(link => McpResults.Of(new JsonObject { ["link"] = Of(link) }, McpResources.Link(link.IntegrationId, link.External)));
    }

    public async Task<Result<CallToolResult>> UnlinkAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var removed = await linking.UnlinkAsync(
            standing, arguments.Text("entityType") ?? "", arguments.Id("entityId") ?? default, arguments.Id("linkId") ?? default, cancellationToken);
        return removed.Map(_ => McpResults.Of(new JsonObject { ["removed"] = true }));
    }

    private static JsonObject Of(EntityLinkView link) => new()
    {
        ["id"] = link.Id,
        ["entityType"] = link.EntityType,
        ["entityId"] = link.EntityId,
        ["integrationId"] = link.IntegrationId,
        ["integration"] = link.IntegrationName,
        ["isGone"] = link.IsGone,
        ["createdAt"] = link.CreatedAt,
        [McpResults.VendorData] = McpResults.Entity(link.External),
    };
}
