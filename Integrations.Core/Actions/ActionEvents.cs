using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;

namespace Integrations.Core.Actions;

/// <summary>
/// Outbound events of actions: <c>action.*</c> always, and <c>workflow.*</c> when the action runs a workflow elsewhere and its end
/// is known (003).
/// </summary>
internal static class ActionEvents
{
    /// <summary>What the run stands for. Inputs and outputs stay with the activity: events carry ids, status and time.</summary>
    public static IEnumerable<OutboxEvent> Of(OpenIntegration open, ActionDescriptor action, ActivityEntry entry, JsonElement output, WorkflowEnd end)
    {
        var failed = entry.Status == ActivityStatus.Failed;
        var status = failed ? "failed" : "success";
        yield return OutboxEvent.Of(entry.OrganizationId, failed ? EventTypes.ActionFailed : EventTypes.ActionExecuted, new
        {
            integrationId = entry.InstanceId,
            provider = open.Instance.ProviderKey,
            action = action.Name,
            activityId = entry.Id,
            status,
            duration = entry.DurationMs,
            error = failed ? entry.Message : null,
        }, entry.OccurredAt);
        // Of a workflow that goes on, nothing is known yet that could be told.
        if (action.RunsWorkflow && end != WorkflowEnd.Unknown)
        {
            var ended = end == WorkflowEnd.Succeeded;
            yield return OutboxEvent.Of(entry.OrganizationId, ended ? EventTypes.WorkflowExecuted : EventTypes.WorkflowFailed, new
            {
                integrationId = entry.InstanceId,
                workflowId = output.Text("workflowId") ?? action.WorkflowId ?? action.Name,
                // Where the vendor numbers its runs, a number of ours would lead nowhere.
                executionId = output.Text("executionId") ?? (action.WorkflowId is null ? entry.Id.ToString("N") : null),
                status = ended ? "success" : "failed",
                duration = entry.DurationMs,
                error = failed ? entry.Message : ended ? null : $"The workflow was started, and ended with '{output.Text("status")}'.",
            }, entry.OccurredAt);
        }
    }
}
