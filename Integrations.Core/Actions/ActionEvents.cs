using System.Text.Json;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Connectors;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Actions;

/// <summary>Outbound events of actions: <c>action.*</c> always, and <c>workflow.*</c> when the action runs a workflow elsewhere (003).</summary>
public sealed class ActionEvents(IDbContextFactory<IntegrationsDbContext> contexts, Outbox outbox)
{
    /// <summary>Raises what the run stands for. Inputs and outputs stay with the activity: events carry ids, status and time.</summary>
    internal async Task RaiseAsync(OpenIntegration open, ActionDescriptor action, ActivityEntry entry, JsonElement output, CancellationToken cancellationToken)
    {
        var failed = entry.Status == ActivityStatus.Failed;
        var status = failed ? "failed" : "success";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        outbox.Add(db, entry.OrganizationId, failed ? EventTypes.ActionFailed : EventTypes.ActionExecuted, new
        {
            integrationId = entry.InstanceId,
            provider = open.Instance.ProviderKey,
            action = action.Name,
            activityId = entry.Id,
            status,
            duration = entry.DurationMs,
            error = failed ? entry.Message : null,
        });
        if (action.RunsWorkflow)
        {
            outbox.Add(db, entry.OrganizationId, failed ? EventTypes.WorkflowFailed : EventTypes.WorkflowExecuted, new
            {
                integrationId = entry.InstanceId,
                workflowId = output.Text("workflowId") ?? action.Name,
                executionId = output.Text("executionId") ?? entry.Id.ToString("N"),
                status,
                duration = entry.DurationMs,
                error = failed ? entry.Message : null,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
