namespace Integrations.Web.Api.Automation;

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
