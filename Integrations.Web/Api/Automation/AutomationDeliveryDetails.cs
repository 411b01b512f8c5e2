using Integrations.Core.Webhooks;

namespace Integrations.Web.Api.Automation;

/// <param name="Tries">Every try, oldest first.</param>
internal sealed record AutomationDeliveryDetails(AutomationDelivery Delivery, IReadOnlyList<AutomationTry> Tries)
{
    public static AutomationDeliveryDetails Of(DeliveryDetail detail) =>
        new(AutomationDelivery.Of(detail.Delivery), [.. detail.Attempts.Select(attempt => AutomationTry.Of(attempt, detail.BodyOf(attempt)))]);
}
