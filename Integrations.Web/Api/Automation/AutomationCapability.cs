using Integrations.Connectors.Contracts;

namespace Integrations.Web.Api.Automation;

internal sealed record AutomationCapability(string Name, string Description, IReadOnlyList<AutomationParameter> Parameters)
{
    public static AutomationCapability Of(ActionDescriptor action) => new(action.Name, action.Description, AutomationParameter.Of(action.Parameters));
}
