using Integrations.Core.Actions;
using Integrations.Core.Agents;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Integrations.Web.Api.Mcp;

/// <summary>Takes each call of a tool: who calls, with what grant, with arguments that fit; then hands it to the tool, and sees that it is in activity.</summary>
internal sealed partial class McpCalls(AgentAccess access, McpReadTools reads, McpRecordTools records, McpActionTools acts, AgentCalls recorded, ILogger<McpCalls> logger)
{
    // Neither a tool of the hub's nor of an action: what a program writes names no row and no line of the log.
    private const string Unknown = "unknown_tool";

    public async ValueTask<CallToolResult> CallAsync(Caller caller, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var (name, arguments, began) = (request.Params?.Name ?? "", McpArguments.Of(request.Params?.Arguments), recorded.Begin());
        var tool = McpHubTools.Find(name);
        var opened = await access.OpenAsync(caller, cancellationToken, IsAboutOne(name) ? arguments.Id("integrationId") : null);
        if (!opened.TryGet(out var standing, out var failure))
        {
            await recorded.RecordAsync(caller, tool?.Name ?? Unknown, began, failure, cancellationToken);
            return Refused(caller, tool, failure);
        }

        var action = tool is null && AgentToolNames.Of(standing.Actions).TryGetValue(name, out var granted) ? granted : null;
        if (tool is null && action is null)
        {
            var unknown = new Failure(FailureKind.NotFound, "agents.unknown_tool", $"This program has no tool '{TextMatch.Shorten(name, 80)}'. It may not exist, not be granted, or wait for a grant: see {access.Page}.");
            await recorded.RecordAsync(standing.Caller, Unknown, began, unknown, cancellationToken);
            Log(standing.Caller, tool, unknown.Code);
            throw new McpProtocolException(unknown.Message, McpErrorCode.InvalidParams);
        }

        var progress = McpProgress.Of(request);
        var answer = action is not null ? await acts.RunAsync(standing, action.IntegrationId, action.Name, arguments.All, progress, cancellationToken)
            : ParameterSchema.Check(tool!.InputSchema, arguments.All) is { } invalid ? invalid
            : await CallAsync(standing, name, arguments, progress, cancellationToken);
        if (!ReachedVendor(tool, answer))
        {
            // A tool of an action is called after its integration, which may be a person's own and no one else's to know.
            await recorded.RecordAsync(standing.Caller, tool?.Name ?? McpToolNames.RunAction, began, answer.Failure, cancellationToken);
        }

        return answer.TryGet(out var result, out failure) ? result : Refused(standing.Caller, tool, failure);
    }

    private static bool IsAboutOne(string tool) => tool is McpToolNames.RunAction or McpToolNames.DescribeAction or McpToolNames.ReadEntity;

    /// <summary>Whether a vendor was asked, or was refused to us because its connection is broken: activity has that already.</summary>
    private static bool ReachedVendor(Tool? tool, Result<CallToolResult> answer) =>
        tool?.Name is null or McpToolNames.RunAction or McpToolNames.ReadEntity or McpToolNames.Search
        && (answer.TryGet(out var result, out var failure) ? tool?.Name != McpToolNames.Search || McpReadTools.FoundIn(result) > 0 : failure.IsVendorSide || failure.IsRecorded);

    private async Task<Result<CallToolResult>> CallAsync(AgentStanding standing, string name, McpArguments arguments, McpProgress progress, CancellationToken cancellationToken) => await (name switch
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
    });

    private CallToolResult Refused(Caller caller, Tool? tool, Failure failure)
    {
        if (failure.Kind == FailureKind.Forbidden)
        {
            Log(caller, tool, failure.Code);
        }

        return McpResults.Of(failure);
    }

    private void Log(Caller caller, Tool? tool, string code) => LogRefused(logger, caller.Client?.Key ?? "none", tool?.Name ?? "a tool of an action", code);

    [LoggerMessage(6601, LogLevel.Warning, "The program {Client} may not call {Tool}: {Code}")]
    private static partial void LogRefused(ILogger logger, string client, string tool, string code);
}
