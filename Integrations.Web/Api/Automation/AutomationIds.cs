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
