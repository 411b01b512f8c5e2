using System.Text.Json.Nodes;
using Integrations.Core.Connections;

namespace Integrations.Web.Api.Platform;

/// <param name="ResponseTime">Milliseconds.</param>
/// <param name="Details">The account that answered.</param>
internal sealed record TestConnectionResponse(bool Success, string? Message, string? Error, DateTimeOffset TestedAt, long? ResponseTime, JsonObject? Details)
{
    public static TestConnectionResponse Of(TestOutcome outcome) => new(
        outcome.Success,
        outcome.Success ? "Connection successful" : null,
        outcome.Failure?.Message,
        outcome.TestedAt,
        (long)outcome.Took.TotalMilliseconds,
        outcome.Account is { } account ? new JsonObject { ["account"] = account.Name ?? account.Email ?? account.Username ?? account.Id, ["workspace"] = account.Workspace }
        : outcome.Failure is { } failure ? new JsonObject { ["code"] = failure.Code }
        : null);
}
