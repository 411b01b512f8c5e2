namespace Integrations.Web.Api.Automation;

/// <summary>A webhook's id in an address; a text that is none is the id of nothing.</summary>
internal readonly record struct WebhookId(Guid Value)
{
    public static implicit operator Guid(WebhookId id) => id.Value;

    public static bool TryParse(string? text, out WebhookId id)
    {
        id = new WebhookId(AutomationIds.Parse(AutomationIds.Webhook, text) ?? Guid.Empty);
        return true;
    }
}
