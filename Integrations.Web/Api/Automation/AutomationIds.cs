namespace Integrations.Web.Api.Automation;

/// <summary>003 shows ids with what they are of: <c>int_</c>, <c>wh_</c> or <c>log_</c> and 32 hex digits.</summary>
internal static class AutomationIds
{
    public const string Integration = "int_";
    public const string Webhook = "wh_";
    public const string Log = "log_";

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
