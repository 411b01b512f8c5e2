using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Automation;

/// <summary>What can be done with a webhook that 003's "create webhook integration" made. 003 ends with making it; these are ours, in its style.</summary>
internal static class WebhookEndpoints
{
    private const int DefaultLimit = 20;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/integrations/webhooks/{webhookId}").WithTags("Webhooks").WithErrorShape(new AutomationErrorShape())
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Integration).BeyondDocuments();
        group.MapGet("/", GetAsync).WithName("AutomationGetWebhook").WithSummary("Get webhook")
            .WithDescription("Webhooks are also listed by GET /v1/integrations (type=webhook).");
        group.MapPatch("/", ChangeAsync).WithName("AutomationChangeWebhook").WithSummary("Change webhook")
            .WithDescription("Members that are absent or null stay as they are. The secret is changed by rotating it; secret, status and what else only readers are shown is refused.");
        group.MapDelete("/", DeleteAsync).WithName("AutomationDeleteWebhook").WithSummary("Remove webhook")
            .WithDescription("Its deliveries go with it; what is under way may still arrive.");
        group.MapPost("/rotate", RotateAsync).WithName("AutomationRotateWebhook").WithSummary("Rotate a webhook's secret")
            .WithDescription("The new secret is shown in this answer and never again. The former one co-signs for 24 hours.");
        group.MapGet("/deliveries", ListAsync).WithName("AutomationListDeliveries").WithSummary("List a webhook's deliveries")
            .WithDescription("Newest first. status is pending, succeeded or failed. Send pagination.nextCursor as cursor to go on.");
        group.MapGet("/deliveries/{deliveryId}", ReadAsync).WithName("AutomationGetDelivery").WithSummary("Get a delivery")
            .WithDescription("With every try: what was sent, byte for byte, and what came back.");
        group.MapPost("/deliveries/{deliveryId}/replay", ReplayOneAsync).WithName("AutomationReplayDelivery").WithSummary("Send a delivery again")
            .WithDescription("With the same event id, so that a receiver can tell.");
        group.MapPost("/replay", ReplayAsync).WithName("AutomationReplayWebhook").WithSummary("Send a webhook's deliveries again")
            .WithDescription("Those that were given up, or within a time range.");
    }

    private static async Task<Results<Tagged<AutomationResponse<AutomationWebhookDetails>>, ApiErrorResult>> GetAsync(
        WebhookId webhookId, WebhookEndpointService webhooks, Caller caller, CancellationToken cancellationToken)
    {
        var found = await webhooks.GetAsync(caller, webhookId, cancellationToken);
        return found.Match<Results<Tagged<AutomationResponse<AutomationWebhookDetails>>, ApiErrorResult>>(
            view => new Tagged<AutomationResponse<AutomationWebhookDetails>>(new(true, AutomationWebhookDetails.Of(view)), view.Version), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationWebhookDetails>>, ApiErrorResult>> ChangeAsync(
        WebhookId webhookId, ChangeWebhookRequest body, WebhookEndpointService webhooks, Caller caller, CancellationToken cancellationToken)
    {
        if (body.Refuse() is { } refused)
        {
            return refused.ToApiError();
        }

        var values = new WebhookEndpointValues
        {
            Name = body.Name,
            Url = body.Url,
            // A null among them is no event, and refused like one.
            Events = body.Events?.Select(e => e ?? "").ToList(),
            Headers = body.Headers is null ? null : Lists.Texts(body.Headers),
        };
        var changed = await webhooks.UpdateAsync(caller, webhookId, values, cancellationToken);
        if (changed.IsSuccess && body.Active is { } active && active != changed.Value.IsActive)
        {
            changed = await webhooks.SwitchAsync(caller, webhookId, active, cancellationToken);
        }

        return changed.Match<Results<Ok<AutomationResponse<AutomationWebhookDetails>>, ApiErrorResult>>(
            view => TypedResults.Ok(new AutomationResponse<AutomationWebhookDetails>(true, AutomationWebhookDetails.Of(view))), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationWebhookRemoved>>, ApiErrorResult>> DeleteAsync(
        WebhookId webhookId, WebhookEndpointService webhooks, Caller caller, CancellationToken cancellationToken)
    {
        var removed = await webhooks.DeleteAsync(caller, webhookId, cancellationToken);
        return removed.Match<Results<Ok<AutomationResponse<AutomationWebhookRemoved>>, ApiErrorResult>>(
            _ => TypedResults.Ok(new AutomationResponse<AutomationWebhookRemoved>(true, new AutomationWebhookRemoved(AutomationIds.Of(AutomationIds.Webhook, webhookId), "removed"))),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationWebhook>>, ApiErrorResult>> RotateAsync(
        WebhookId webhookId, WebhookEndpointService webhooks, HttpContext http, Caller caller, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        var rotated = await webhooks.RotateSecretAsync(caller, webhookId, cancellationToken);
        return rotated.Match<Results<Ok<AutomationResponse<AutomationWebhook>>, ApiErrorResult>>(
            webhook => TypedResults.Ok(new AutomationResponse<AutomationWebhook>(true, AutomationWebhook.Of(webhook))), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationPage<AutomationDelivery>>, ApiErrorResult>> ListAsync(
        WebhookId webhookId, string? status, int? limit, string? cursor, WebhookEndpointService webhooks, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        var wanted = AutomationDelivery.Parse(status);
        if (status is not null && wanted is null)
        {
            return Failure.InvalidField("status", "status must be one of pending, succeeded, failed.").ToApiError();
        }

        if ((await webhooks.GetAsync(caller, webhookId, cancellationToken)).Failure is { } missing)
        {
            return missing.ToApiError();
        }

        var listed = await deliveries.ListAsync(caller, new DeliveryFilter(webhookId, wanted), cursor, limit ?? DefaultLimit, cancellationToken);
        return listed.Match<Results<Ok<AutomationPage<AutomationDelivery>>, ApiErrorResult>>(
            page => TypedResults.Ok(AutomationPage<AutomationDelivery>.Of(page, AutomationDelivery.Of)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<AutomationResponse<AutomationDeliveryDetails>>, ApiErrorResult>> ReadAsync(
        WebhookId webhookId, DeliveryId deliveryId, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        var found = await FindAsync(webhookId, deliveryId, deliveries, caller, cancellationToken);
        return found.Match<Results<Ok<AutomationResponse<AutomationDeliveryDetails>>, ApiErrorResult>>(
            detail => TypedResults.Ok(new AutomationResponse<AutomationDeliveryDetails>(true, AutomationDeliveryDetails.Of(detail))), failure => failure.ToApiError());
    }

    private static async Task<Results<Accepted<AutomationResponse<AutomationReplayed>>, ApiErrorResult>> ReplayOneAsync(
        WebhookId webhookId, DeliveryId deliveryId, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken) =>
        (await FindAsync(webhookId, deliveryId, deliveries, caller, cancellationToken)).Failure is { } missing
            ? missing.ToApiError()
            : Replayed(await deliveries.ReplayAsync(caller, new ReplayRequest { DeliveryIds = [deliveryId], IncludeSucceeded = true }, cancellationToken));

    private static async Task<Results<Accepted<AutomationResponse<AutomationReplayed>>, ApiErrorResult>> ReplayAsync(
        WebhookId webhookId, ReplayWebhookRequest? body, WebhookEndpointService webhooks, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        if (!RequestDates.From("fromDate", body?.FromDate).TryGet(out var from, out var failure) || !RequestDates.Until("toDate", body?.ToDate).TryGet(out var to, out failure))
        {
            return failure.ToApiError();
        }

        return (await webhooks.GetAsync(caller, webhookId, cancellationToken)).Failure is { } missing
            ? missing.ToApiError()
            : Replayed(await deliveries.ReplayAsync(
                caller, new ReplayRequest { EndpointId = webhookId, From = from, To = to, IncludeSucceeded = body?.IncludeSucceeded ?? false }, cancellationToken));
    }

    private static Results<Accepted<AutomationResponse<AutomationReplayed>>, ApiErrorResult> Replayed(Result<int> replayed) =>
        replayed.Match<Results<Accepted<AutomationResponse<AutomationReplayed>>, ApiErrorResult>>(
            count => TypedResults.Accepted((string?)null, new AutomationResponse<AutomationReplayed>(true, new AutomationReplayed(count))), failure => failure.ToApiError());

    /// <summary>A delivery of another webhook is not here.</summary>
    private static async Task<Result<DeliveryDetail>> FindAsync(WebhookId webhookId, DeliveryId deliveryId, DeliveryService deliveries, Caller caller, CancellationToken cancellationToken)
    {
        var found = await deliveries.GetAsync(caller, deliveryId, cancellationToken);
        return found.IsSuccess && found.Value.Delivery.EndpointId != webhookId.Value ? Failure.NotFound("delivery.not_found", "Delivery not found") : found;
    }
}
