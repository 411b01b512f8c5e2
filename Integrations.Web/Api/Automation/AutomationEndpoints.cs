using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Automation;

/// <summary>Document 003, whole.</summary>
internal static class AutomationEndpoints
{
    private const int DefaultLimit = 20;

    public static IEndpointRouteBuilder MapAutomation(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/integrations").WithTags("Automation").WithErrorShape(new AutomationErrorShape()).RequireAuthorization(Policies.Api);
        group.MapGet("/", ListAsync).WithName("AutomationListIntegrations").RequireRateClass(RateClass.Integration).WithSummary("List integrations")
            .WithDescription("Configured integrations, and for administrators the webhooks (ids with wh_). Send pagination.nextCursor as cursor to go on.");
        group.MapGet("/available", AvailableAsync).WithName("AutomationListAvailable").RequireRateClass(RateClass.Provider).WithSummary("Search available integrations")
            .WithDescription("What can be connected, most used first. popularity is the share of this hub's organizations that have it connected, in percent; an app that is reached through a workflow tool has the tool's.");
        group.MapGet("/{integrationId}", GetAsync).WithName("AutomationGetIntegration").RequireRateClass(RateClass.Integration).WithSummary("Get integration")
            .WithDescription("With the parameters of its actions, its configuration and its usage. Of a webhook, usage counts deliveries.");
        group.MapPost("/{integrationId}/connect", ConnectAsync).WithName("AutomationConnect").RequireRateClass(RateClass.Connection).WithSummary("Connect integration")
            .WithDescription("integrationId is a catalog id (zapier_slack, n8n_gmail, github, webhook), or an int_ id to connect again, or a wh_ id to switch a webhook on. Connecting by oauth answers pending with authUrl.");
        group.MapPost("/{integrationId}/disconnect", DisconnectAsync).WithName("AutomationDisconnect").RequireRateClass(RateClass.Connection).WithSummary("Disconnect integration")
            .WithDescription("A webhook is switched off, and connecting it again switches it on.");
        group.MapPost("/{integrationId}/test", TestAsync).WithName("AutomationTest").RequireRateClass(RateClass.Connection).WithSummary("Test integration")
            .WithDescription("A test that does not pass is an answer: 200 with status unhealthy. A webhook is sent a test event.");
        group.MapPost("/{integrationId}/actions/{actionName}", RunAsync).WithName("AutomationRunAction").RequireRateClass(RateClass.Integration).WithSummary("Execute integration action")
            .WithDescription("Parameters are checked against the action's before anything is sent. An action is never repeated by itself; send an Idempotency-Key to repeat safely.");
        group.MapPost("/webhooks", CreateWebhookAsync).WithName("AutomationCreateWebhook").RequireRateClass(RateClass.Integration).WithSummary("Create webhook integration")
            .WithDescription("The secret is shown in this answer and never again.");
        routes.MapWebhooks();
        group.MapGet("/{integrationId}/logs", LogsAsync).WithName("AutomationListLogs").RequireRateClass(RateClass.Integration).WithSummary("Integration logs")
            .WithDescription("Actions that were run, newest first; of a webhook, its deliveries. Send pagination.nextCursor as cursor to go on.");
        return routes;
    }

    private static async Task<Results<Tagged<AutomationPage<AutomationIntegration>>, ApiErrorResult>> ListAsync(
        string? type, string? status, int? limit, string? cursor, AutomationIntegrations integrations, Caller caller, CancellationToken cancellationToken)
    {
        var listed = await integrations.ListAsync(caller, new AutomationFilter(type, status), cursor, limit ?? DefaultLimit, cancellationToken);
        return listed.Match<Results<Tagged<AutomationPage<AutomationIntegration>>, ApiErrorResult>>(
            page => new Tagged<AutomationPage<AutomationIntegration>>(AutomationPage<AutomationIntegration>.Of(page, AutomationIntegration.Of)), failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<AutomationResponse<IReadOnlyList<AutomationAvailable>>>, ApiErrorResult>> AvailableAsync(
        string? query, string? category, int? limit, AutomationCatalog catalog, CancellationToken cancellationToken)
    {
        var listed = await catalog.ListAsync(query, category, limit ?? DefaultLimit, cancellationToken);
        return listed.Match<Results<Tagged<AutomationResponse<IReadOnlyList<AutomationAvailable>>>, ApiErrorResult>>(
            all => new Tagged<AutomationResponse<IReadOnlyList<AutomationAvailable>>>(new(true, [.. all.Select(AutomationAvailable.Of)])), failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<AutomationResponse<AutomationDetails>>, ApiErrorResult>> GetAsync(
        AutomationTarget integrationId, InstanceService instances, ActionService actions, UsageService usage, WebhookEndpointService webhooks, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        if (integrationId.IsWebhook)
        {
            return await WebhookAsync(integrationId, webhooks, deliveries, caller, cancellationToken);
        }

        if (!(await instances.GetAsync(caller, integrationId, cancellationToken)).TryGet(out var view, out var failure))
        {
            return failure.ToApiError();
        }

        // A vendor that cannot be asked right now is no reason to show nothing.
        var listed = await actions.ListAsync(caller, integrationId, cancellationToken);
        var known = listed.IsSuccess ? listed.Value : view.Provider?.Connector?.As<IRunActions>()?.KnownActions ?? [];
        var totals = await usage.ActionsAsync(caller, integrationId, cancellationToken);
        return new Tagged<AutomationResponse<AutomationDetails>>(new(true, AutomationDetails.Of(view, known, totals)), view.Instance.Version);
    }

    private static async Task<Results<Tagged<AutomationResponse<AutomationDetails>>, ApiErrorResult>> WebhookAsync(
        Guid id, WebhookEndpointService webhooks, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await webhooks.GetAsync(caller, id, cancellationToken)).TryGet(out var webhook, out var failure)
            || !(await deliveries.TotalsAsync(caller, id, cancellationToken)).TryGet(out var totals, out failure))
        {
            return failure.ToApiError();
        }

        return new Tagged<AutomationResponse<AutomationDetails>>(new(true, AutomationDetails.Of(webhook, totals)), webhook.Version);
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationConnectedDocument>>, ApiErrorResult>> ConnectAsync(
        string integrationId, AutomationConnectRequest body, AutomationConnecting integrations, WebhookEndpointService webhooks, Caller caller, CancellationToken cancellationToken)
    {
        if (AutomationIds.Parse(AutomationIds.Webhook, integrationId) is { } webhookId)
        {
            var switched = await webhooks.SwitchAsync(caller, webhookId, on: true, cancellationToken);
            return switched.Match<Results<Ok<AutomationResponse<AutomationConnectedDocument>>, ApiErrorResult>>(
                webhook => TypedResults.Ok(new AutomationResponse<AutomationConnectedDocument>(true, AutomationConnectedDocument.Of(webhook))), failure => failure.ToApiError());
        }

        if (caller.Must(KnownPermissions.Connect) is { } readOnly)
        {
            return readOnly.ToApiError();
        }

        var request = new AutomationConnect(integrationId, FieldsOf(body))
        {
            // An int_ id that cannot be read is an integration that does not exist.
            Existing = integrationId.StartsWith(AutomationIds.Integration, StringComparison.Ordinal) ? AutomationIds.Parse(AutomationIds.Integration, integrationId) ?? Guid.Empty : null,
            Name = body.Name,
            AuthType = body.AuthType,
            RedirectUrl = body.RedirectUrl,
        };
        var connected = await integrations.ConnectAsync(caller, request, cancellationToken);
        return connected.Match<Results<Ok<AutomationResponse<AutomationConnectedDocument>>, ApiErrorResult>>(
            done => TypedResults.Ok(new AutomationResponse<AutomationConnectedDocument>(true, AutomationConnectedDocument.Of(done))), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationDisconnected>>, ApiErrorResult>> DisconnectAsync(
        AutomationTarget integrationId, ConnectionService connections, WebhookEndpointService webhooks, Caller caller, CancellationToken cancellationToken)
    {
        var ended = integrationId.IsWebhook
            ? (await webhooks.SwitchAsync(caller, integrationId, on: false, cancellationToken)).Map(webhook => webhook.UpdatedAt)
            : await connections.DisconnectAsync(caller, integrationId, cancellationToken);
        return ended.Match<Results<Ok<AutomationResponse<AutomationDisconnected>>, ApiErrorResult>>(
            at => TypedResults.Ok(new AutomationResponse<AutomationDisconnected>(true, new AutomationDisconnected(integrationId.ToString(), "disconnected", at))),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationTested>>, ApiErrorResult>> TestAsync(
        AutomationTarget integrationId, ConnectionService connections, WebhookProbe probe, Caller caller, CancellationToken cancellationToken)
    {
        var tested = integrationId.IsWebhook
            ? (await probe.TestAsync(caller, integrationId, cancellationToken)).Map(outcome => AutomationTested.Of(integrationId, outcome))
            : (await connections.TestAsync(caller, integrationId, cancellationToken)).Map(outcome => AutomationTested.Of(integrationId, outcome));
        return tested.Match<Results<Ok<AutomationResponse<AutomationTested>>, ApiErrorResult>>(
            outcome => TypedResults.Ok(new AutomationResponse<AutomationTested>(true, outcome)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationActionResult>>, ApiErrorResult>> RunAsync(
        AutomationId integrationId, string actionName, AutomationActionRequest? body, ActionService actions, Caller caller, CancellationToken cancellationToken)
    {
        var run = await actions.RunAsync(caller, integrationId, actionName, body?.Parameters is { } parameters ? JsonSerializer.SerializeToElement(parameters) : default, cancellationToken);
        return run.Match<Results<Ok<AutomationResponse<AutomationActionResult>>, ApiErrorResult>>(
            done => TypedResults.Ok(new AutomationResponse<AutomationActionResult>(true, AutomationActionResult.Of(done))), failure => failure.ToApiError());
    }

    private static async Task<Results<Created<AutomationResponse<AutomationWebhook>>, ApiErrorResult>> CreateWebhookAsync(
        AutomationWebhookRequest body, WebhookEndpointService webhooks, Caller caller, CancellationToken cancellationToken)
    {
        var values = new WebhookEndpointValues
        {
            Name = body.Name,
            Url = body.Url,
            // A null among them is no event, and refused like one.
            Events = body.Events?.Select(e => e ?? "").ToList(),
            Headers = Lists.Texts(body.Headers),
            Secret = body.Secret,
        };
        var created = await webhooks.CreateAsync(caller, values, cancellationToken);
        return created.Match<Results<Created<AutomationResponse<AutomationWebhook>>, ApiErrorResult>>(
            webhook => TypedResults.Created((string?)null, new AutomationResponse<AutomationWebhook>(true, AutomationWebhook.Of(webhook))), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationPage<AutomationLog>>, ApiErrorResult>> LogsAsync(
        AutomationTarget integrationId, int? limit, string? action, string? fromDate, string? toDate, string? cursor,
        InstanceService instances, ActivityService activities, WebhookEndpointService webhooks, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        if (!RequestDates.From("fromDate", fromDate).TryGet(out var from, out var failure) || !RequestDates.Until("toDate", toDate).TryGet(out var to, out failure))
        {
            return failure.ToApiError();
        }

        if (integrationId.IsWebhook)
        {
            var shown = (await webhooks.GetAsync(caller, integrationId, cancellationToken)).Failure is { } missing
                ? missing
                : await deliveries.ListAsync(caller, new DeliveryFilter(integrationId, EventType: action) { From = from, To = to }, cursor, limit ?? DefaultLimit, cancellationToken);
            return shown.Match<Results<Ok<AutomationPage<AutomationLog>>, ApiErrorResult>>(
                page => TypedResults.Ok(AutomationPage<AutomationLog>.Of(page, AutomationLog.Of)), problem => problem.ToApiError());
        }

        if ((new PageRequest(limit ?? DefaultLimit).Validate() ?? (await instances.GetAsync(caller, integrationId, cancellationToken)).Failure) is { } refused)
        {
            return refused.ToApiError();
        }

        var filter = new ActivityFilter { InstanceId = integrationId, Type = ActivityTypes.Action, Action = action, From = from, To = to };
        var listed = await activities.ListAsync(caller, filter, cursor, limit ?? DefaultLimit, cancellationToken);
        return listed.Match<Results<Ok<AutomationPage<AutomationLog>>, ApiErrorResult>>(
            page => TypedResults.Ok(AutomationPage<AutomationLog>.Of(page, AutomationLog.Of)), problem => problem.ToApiError());
    }

    /// <summary>Fields of the form may stand in credentials, or beside the other members as the document's webhook example has them.</summary>
    private static Dictionary<string, string> FieldsOf(AutomationConnectRequest body)
    {
        var fields = new Dictionary<string, string>(Lists.Texts(body.Credentials), StringComparer.Ordinal);
        foreach (var (name, value) in body.More ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            if (value.ValueKind == JsonValueKind.String && JsonTexts.Read(value) is { } text)
            {
                fields.TryAdd(name, text);
            }
        }

        foreach (var (name, value) in new[] { ("url", body.Url), ("secret", body.Secret), ("headers", body.Headers is { Count: > 0 } headers ? headers.ToJsonString() : null) })
        {
            if (value is not null)
            {
                fields.TryAdd(name, value);
            }
        }

        return fields;
    }
}
