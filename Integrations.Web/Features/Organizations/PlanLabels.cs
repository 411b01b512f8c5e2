using Integrations.Core.Identity.Organizations;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Organizations;

/// <summary>Plans by their names.</summary>
internal static class PlanLabels
{
    public static IEnumerable<SelectOption> Choices => Plans.All.Select(plan => new SelectOption(plan, Of(plan)));

    public static string Of(string plan) => plan switch
    {
        Plans.Free => Text.T("Free (plan)"),
        "team" => Text.T("Team (plan)"),
        "business" => Text.T("Business (plan)"),
        "enterprise" => Text.T("Enterprise (plan)"),
        _ => plan,
    };
}
