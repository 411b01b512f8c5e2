namespace Integrations.Web.Api.Automation;

internal sealed record AutomationWebhookRemoved(string Id, string Status);
