using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

internal static class WebhookFailures
{
    public static Failure NotFound { get; } = Failure.NotFound("webhook.not_found", "Webhook not found");

    public static Failure DeliveryNotFound { get; } = Failure.NotFound("delivery.not_found", "Delivery not found");

    public static Failure SwitchedOff { get; } = Failure.Conflict("webhook.disabled", "This webhook is switched off. Enable it to send to it.");

    public static Failure TooMany { get; } = Failure.Conflict("webhook.too_many", $"An organization may have at most {WebhookEndpointService.MaxEndpoints} webhooks. Delete one first.");

    public static Failure NameTaken(string name) => Failure.Conflict("webhook.name_taken", $"A webhook named '{name}' already exists. Choose another name.");
}
