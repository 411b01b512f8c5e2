using System.Globalization;
using System.Resources;
using Integrations.Connectors.Contracts;

namespace Integrations.Web.Localization;

/// <summary>
/// What people read of an action: its name, what it does, its parameters and their choices, in the language at hand. English stands where the action is
/// written; <c>ActionTexts.de.resx</c> has the German of the connectors that the hub carries, and a provider file may bring its own. What a workflow tool
/// says is in the language of who wrote it.
/// </summary>
internal static class ActionWords
{
    private static readonly ResourceManager Resources = new("Integrations.Web.Localization.ActionTexts", typeof(ActionWords).Assembly);

    public static string Name(ActionDescriptor action) => Of(action, action.DisplayName)!;

    public static string Description(ActionDescriptor action) => Of(action, action.Description)!;

    /// <summary>One of the action's texts.</summary>
    public static string? Of(ActionDescriptor action, string? english)
    {
        if (string.IsNullOrEmpty(english) || Languages.IsEnglish)
        {
            return english;
        }

        var own = action.Translations.GetValueOrDefault(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)?.GetValueOrDefault(english);
        return own ?? (action.RunsWorkflow ? english : Shared(english) ?? english);
    }

    /// <summary>The hub's own translation of a text; null where it has none.</summary>
    public static string? Shared(string english) => Resources.GetString(english, CultureInfo.CurrentUICulture);

    /// <summary><c>storyPoints</c> reads <c>Story points</c>, <c>due_date</c> reads <c>Due date</c>, <c>IN_PROGRESS</c> reads <c>In progress</c>, <c>callbackURL</c> reads <c>Callback URL</c>.</summary>
    public static string Spelled(string name)
    {
        var isLoud = !name.Any(char.IsLower);
        var words = string.Concat(name.Select((letter, place) =>
            letter is '_' ? " "
            : isLoud ? char.ToLowerInvariant(letter).ToString()
            : char.IsUpper(letter) && place > 0 && char.IsLower(name[place - 1]) ? place + 1 < name.Length && char.IsUpper(name[place + 1]) ? $" {letter}" : $" {char.ToLowerInvariant(letter)}"
            : letter.ToString())).Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
