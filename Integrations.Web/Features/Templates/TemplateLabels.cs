using Integrations.Core.Templates;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Templates;

/// <summary>What a template sets, in one line.</summary>
internal static class TemplateLabels
{
    public static string Summary(TemplateView view)
    {
        var values = view.Template.Values;
        return string.Join(" · ", new[]
        {
            values.Settings.Count == 0 ? null : Text.Count(values.Settings.Count, "1 setting", "{0} settings"),
            values.SearchEnabled ? values.SearchableEntities.Count == 0 ? null : Text.T("search finds {0}", string.Join(", ", values.SearchableEntities)) : Text.T("no search"),
            values.AllowedShardTypes.Count == 0 ? null : Text.T("shown on {0}", string.Join(", ", values.AllowedShardTypes)),
            values.UserScoped ? Text.T("each person's own account") : null,
        }.Where(part => part is not null));
    }
}
