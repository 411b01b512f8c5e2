using Integrations.Core.Templates;

namespace Integrations.Web.Features.Templates;

/// <summary>What a template sets, in one line.</summary>
internal static class TemplateWords
{
    public static string Summary(TemplateView view)
    {
        var values = view.Template.Values;
        return string.Join(" · ", new[]
        {
            view.ProviderName,
            values.Settings.Count switch { 0 => null, 1 => "1 setting", var count => $"{count} settings" },
            values.SearchEnabled ? values.SearchableEntities.Count == 0 ? null : $"search finds {string.Join(", ", values.SearchableEntities)}" : "no search",
            values.AllowedShardTypes.Count == 0 ? null : $"shown on {string.Join(", ", values.AllowedShardTypes)}",
            values.UserScoped ? "each person's own account" : null,
        }.Where(part => part is not null));
    }
}
