namespace Integrations.Web.Api.Automation;

/// <summary>What 003's routes are about: an integration, or a webhook. A text that is neither is the id of an integration that does not exist.</summary>
internal readonly record struct AutomationTarget(Guid Value, bool IsWebhook)
{
    public static implicit operator Guid(AutomationTarget id) => id.Value;

    public override string ToString() => AutomationIds.Of(IsWebhook ? AutomationIds.Webhook : AutomationIds.Integration, Value);

    public static bool TryParse(string? text, out AutomationTarget id)
    {
        id = AutomationIds.Parse(AutomationIds.Webhook, text) is { } webhook
            ? new AutomationTarget(webhook, IsWebhook: true)
            : new AutomationTarget(AutomationIds.Parse(AutomationIds.Integration, text) ?? Guid.Empty, IsWebhook: false);
        return true;
    }
}
