namespace Integrations.Web.Api.Automation;

/// <summary>003 shows ids with what they are of: <c>int_</c>, <c>wh_</c>, <c>dlv_</c> or <c>log_</c> and 32 hex digits.</summary>
internal static class AutomationIds
{
    public const string Integration = "int_";
    public const string Webhook = "wh_";
    public const string Log = "log_";

    /// <summary>One event on its way to a webhook; no document names it.</summary>
    public const string Delivery = "dlv_";

    public static string Of(string prefix, Guid id) => $"{prefix}{id:N}";

    public static Guid? Parse(string prefix, string? text) =>
        text is not null && text.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(prefix.Length), "N", out var id) ? id : null;
}

/// <summary>An integration's id in an address; a text that is none is the id of nothing.</summary>
internal readonly record struct AutomationId(Guid Value)
{
    public static implicit operator Guid(AutomationId id) => id.Value;

    public static bool TryParse(string? text, out AutomationId id)
    {
        id = new AutomationId(AutomationIds.Parse(AutomationIds.Integration, text) ?? Guid.Empty);
        return true;
    }
}

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
