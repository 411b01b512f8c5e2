using Integrations.Core.Actions;
using Integrations.Core.Agents;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Integrations.Web.Api.Mcp;

/// <summary>Takes each call of a tool: who calls, with what grant, with arguments that fit; then hands it to the tool.</summary>
internal sealed partial class McpCalls(AgentAccess access, McpReadTools reads, McpRecordTools records, McpActionTools acts, ILogger<McpCalls> logger)
{
    public async ValueTask<CallToolResult> CallAsync(Caller caller, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var (name, arguments) = (request.Params?.Name ?? "", McpArguments.Of(request.Params?.Arguments));
        var opened = await access.OpenAsync(caller, cancellationToken, IsAboutOne(name) ? arguments.Id("integrationId") : null);
        if (!opened.TryGet(out var standing, out var failure))
        {
            return Refused(caller, name, failure);
        }

        if (McpHubTools.Find(name) is { } tool)
        {
            return ParameterSchema.Check(tool.InputSchema, arguments.All) is { } invalid ? McpResults.Of(invalid) : await CallAsync(standing, name, arguments, McpProgress.Of(request), cancellationToken);
        }

        if (AgentToolNames.Of(standing.Actions).TryGetValue(name, out var action))
        {
            return Answer(standing.Caller, name, await acts.RunAsync(standing, action.IntegrationId, action.Name, arguments.All, McpProgress.Of(request), cancellationToken));
        }

        Log(standing.Caller, name, "agents.unknown_tool");
        throw new McpProtocolException($"This program has no tool '{TextMatch.Shorten(name, 80)}'. It may not exist, not be granted, or wait for a grant: see {access.Page}.", McpErrorCode.InvalidParams);
    }

    private static bool IsAboutOne(string tool) => tool is McpToolNames.RunAction or McpToolNames.DescribeAction or McpToolNames.ReadEntity;

    private async Task<CallToolResult> CallAsync(AgentStanding standing, string name, McpArguments arguments, McpProgress progress, CancellationToken cancellationToken) =>
        Answer(standing.Caller, name, await (name switch
        {
            McpToolNames.ListConnected => reads.ListConnectedAsync(standing, cancellationToken),
            McpToolNames.Search => reads.SearchAsync(standing, arguments, progress, cancellationToken),
            McpToolNames.ReadEntity => reads.ReadAsync(standing, arguments, cancellationToken),
            McpToolNames.ListMeetings => records.MeetingsAsync(standing, arguments, cancellationToken),
            McpToolNames.ListPeople => records.PeopleAsync(standing, arguments, cancellationToken),
            McpToolNames.ListLinks => records.LinksAsync(standing, arguments, cancellationToken),
            McpToolNames.LinkEntity => records.LinkAsync(standing, arguments, cancellationToken),
            McpToolNames.UnlinkEntity => records.UnlinkAsync(standing, arguments, cancellationToken),
            McpToolNames.FindActions => acts.FindAsync(standing, arguments, cancellationToken),
            McpToolNames.DescribeAction => acts.DescribeAsync(standing, arguments, cancellationToken),
            _ => acts.RunAsync(standing, arguments.Id("integrationId") ?? default, arguments.Text("action") ?? "", arguments.Object("parameters"), progress, cancellationToken),
        }));

    private CallToolResult Answer(Caller caller, string tool, Result<CallToolResult> answer) => answer.TryGet(out var result, out var failure) ? result : Refused(caller, tool, failure);

    private CallToolResult Refused(Caller caller, string tool, Failure failure)
    {
        if (failure.Kind == FailureKind.Forbidden)
        {
            Log(caller, tool, failure.Code);
        }

        return McpResults.Of(failure);
    }

    // Only names that are the hub's own: what a program writes is no line of the log.
    private void Log(Caller caller, string tool, string code) => LogRefused(logger, caller.Client?.Key ?? "none", McpHubTools.Find(tool)?.Name ?? "a tool of an action", code);

    [LoggerMessage(6601, LogLevel.Warning, "The program {Client} may not call {Tool}: {Code}")]
    private static partial void LogRefused(ILogger logger, string client, string tool, string code);
}
