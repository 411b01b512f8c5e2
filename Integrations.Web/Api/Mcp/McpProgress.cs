using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Integrations.Web.Api.Mcp;

/// <summary>Tells a client how far a call is, where it asked for that.</summary>
internal sealed class McpProgress(McpServer server, ProgressToken? token)
{
    public static McpProgress Of(RequestContext<CallToolRequestParams> request) => new(request.Server, request.Params?.ProgressToken);

    public Task TellAsync(int done, int total, string message, CancellationToken cancellationToken) => token is { } asked
        ? server.NotifyProgressAsync(asked, new ProgressNotificationValue { Progress = done, Total = total, Message = message }, cancellationToken: cancellationToken)
        : Task.CompletedTask;
}
