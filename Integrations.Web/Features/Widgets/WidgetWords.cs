using Integrations.Core.Embeds;

namespace Integrations.Web.Features.Widgets;

/// <summary>Widgets and their fields in words.</summary>
internal static class WidgetWords
{
    public static string Kind(WidgetKind kind) => kind switch
    {
        WidgetKind.Status => "Status: whether it works",
        WidgetKind.Activity => "Activity: what happened in the last day",
        _ => "Data: what the vendor holds",
    };

    /// <summary><c>lastUsedAt</c> reads <c>Last used at</c>, <c>due_date</c> reads <c>Due date</c>.</summary>
    public static string Field(string name)
    {
        var words = string.Concat(name.Select(letter => letter == '_' ? " " : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString())).Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
