using Integrations.Core.Instances;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>What things of vendors are linked to, in words.</summary>
internal static class TypeLabels
{
    public static string Of(string type) => type switch
    {
        EntityTypes.Meeting => Text.T("Meeting"),
        EntityTypes.Person => Text.T("Person"),
        _ => type,
    };
}
