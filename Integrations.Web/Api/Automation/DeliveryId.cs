namespace Integrations.Web.Api.Automation;

/// <summary>A delivery's id in an address; a text that is none is the id of nothing.</summary>
internal readonly record struct DeliveryId(Guid Value)
{
    public static implicit operator Guid(DeliveryId id) => id.Value;

    public static bool TryParse(string? text, out DeliveryId id)
    {
        id = new DeliveryId(AutomationIds.Parse(AutomationIds.Delivery, text) ?? Guid.Empty);
        return true;
    }
}
