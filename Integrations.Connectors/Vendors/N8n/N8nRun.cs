using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>Runs a workflow by calling its webhook, once: a call is not repeated after it was sent.</summary>
internal static class N8nRun
{
    // Clocks of two machines differ; an execution a little older than our call may still be ours.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(1_100)];

    public static async Task<Result<ActionOutcome>> RunAsync(VendorSession session, string workflowId, int index, JsonElement parameters, CancellationToken cancellationToken)
    {
        var read = await N8nApi.WorkflowAsync(session, workflowId, cancellationToken);
        if (!read.TryGet(out var workflow, out var failure))
        {
            return failure;
        }

        if (workflow.Webhooks.ElementAtOrDefault(index) is not { } webhook)
        {
            return new Failure(FailureKind.VendorRefused, "n8n.no_webhook", $"The workflow '{workflow.Name}' has no such webhook any more. Look at the list of actions again.");
        }

        if (!workflow.IsActive)
        {
            return new Failure(FailureKind.VendorRefused, "n8n.inactive", $"The workflow '{workflow.Name}' is switched off. Activate it, then run it.");
        }

        // What stands in the path stays one part of it (SECURITY X6).
        if (webhook.RouteParameters.FirstOrDefault(name => !PathParameter.IsSafe(parameters.Text(name))) is { } odd)
        {
            return Failure.InvalidField(odd, $"{odd} is a part of the webhook's address: give it without slashes and invisible characters.");
        }

        var sentAt = session.Clock.GetUtcNow();
        using var request = Build(session, webhook, parameters);
        var sent = await session.SendAsync(request, cancellationToken);
        if (!sent.TryGet(out var response, out failure))
        {
            return failure.Code == VendorFailures.TimedOutCode
                ? failure with { Message = $"{session.VendorName} took too long to answer. The workflow may have run all the same: look at its executions before you run it again." }
                : failure;
        }

        if (Refusal(workflow, session, response) is { } refused)
        {
            return refused;
        }

        // Whatever answers at once has only been started; the others answer when the workflow has ended, and a failure is a 500.
        var execution = await ExecutionAsync(session, workflow, sentAt, webhook.AnswersAtOnce, cancellationToken);
        var end = webhook.AnswersAtOnce ? execution?.End ?? WorkflowEnd.Unknown : WorkflowEnd.Succeeded;
        var output = new JsonObject { ["workflowId"] = workflow.Id, ["workflowName"] = workflow.Name, ["executionId"] = execution?.Id, ["status"] = execution?.Status ?? (end == WorkflowEnd.Succeeded ? "success" : "started") };
        if (KeptAnswer.Of(response.Text) is { } answer)
        {
            output["response"] = answer;
        }

        return new ActionOutcome(output, execution?.ToEntity(session, workflow.Name) ?? workflow.ToEntity(session)) { End = end };
    }

    private static HttpRequestMessage Build(VendorSession session, N8nWebhook webhook, JsonElement parameters)
    {
        var routes = webhook.RouteParameters;
        var path = string.Join('/', webhook.Address.Split('/').Select(segment =>
            Uri.EscapeDataString(segment.StartsWith(':') && routes.Contains(segment[1..]) ? parameters.Text(segment[1..]) ?? "" : segment)));
        var rest = parameters.EnumerateObject().Where(member => !routes.Contains(member.Name)).ToList();
        var address = N8nAddress.Webhooks(session) + path;
        HttpRequestMessage request;
        if (webhook.TakesBody)
        {
            request = VendorSession.Json(webhook.Method, address, new JsonObject(rest.Select(member => KeyValuePair.Create(member.Name, JsonNode.Parse(member.Value.GetRawText())))));
        }
        else
        {
            var query = string.Join('&', rest.Select(member => $"{Uri.EscapeDataString(member.Name)}={Uri.EscapeDataString(member.Value.Read() ?? member.Value.GetRawText())}"));
            request = new HttpRequestMessage(webhook.Method, query.Length == 0 ? address : $"{address}?{query}");
        }

        // The API key must never reach a webhook; a webhook's own header takes its place.
        request.Options.Set(N8nConnector.WebhookHeader, session.Facts["webhookHeader"] ?? "");
        return request;
    }

    /// <summary>A webhook's refusals say nothing about the API key: they must not look like a connection that has to be renewed.</summary>
    private static Failure? Refusal(N8nWorkflow workflow, VendorSession session, VendorResponse response)
    {
        var status = (int)response.Status;
        return response.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Failure(FailureKind.VendorRefused, "n8n.webhook_refused",
                $"The webhook of '{workflow.Name}' does not accept our credentials. Connect again with the header that its Webhook node asks for.")
            {
                VendorStatus = status,
            },
            HttpStatusCode.InternalServerError => new Failure(FailureKind.VendorRefused, "n8n.workflow_failed",
                $"The workflow '{workflow.Name}' ran and failed{(VendorFailures.Describe(response) is { } words ? $" (“{words}”)" : "")}. Look at its executions.")
            {
                VendorStatus = status,
            },
            _ => session.Check(response),
        };
    }

    /// <summary>
    /// The answer does not name the run; the newest that began since is it. n8n lists it a moment later: it is looked for again
    /// within two seconds, and so is the end of one that was only started. What goes on for longer is not waited for.
    /// </summary>
    private static async Task<N8nExecution?> ExecutionAsync(VendorSession session, N8nWorkflow workflow, DateTimeOffset sentAt, bool untilEnd, CancellationToken cancellationToken)
    {
        N8nExecution? found = null;
        foreach (var wait in Looks)
        {
            await Task.Delay(wait, session.Clock, cancellationToken);
            var read = await N8nApi.ExecutionsAsync(session, 5, cursor: null, workflow.Id, window: null, cancellationToken);
            found = read.TryGet(out var page, out _)
                ? page.Rows.FirstOrDefault(execution => execution.Mode == "webhook" && execution.StartedAt >= sentAt - ClockSkew) ?? found
                : found;
            if (read.Failure is not null || (found is not null && (!untilEnd || found.End != WorkflowEnd.Unknown)))
            {
                break;
            }
        }

        return found;
    }
}
