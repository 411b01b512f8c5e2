using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Integrations.Web.Features.Linking;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>A page of what a look-up found: the vendor's things, or the choices that the schema itself has.</summary>
/// <param name="Trouble">Why it may be old, or only a part; null when all is well.</param>
public sealed record LookUpPage(IReadOnlyList<LookUpChoice> Choices, bool HasMore, string? Trouble)
{
    /// <summary>Of one page.</summary>
    public const int Size = 20;

    public static async Task<Result<LookUpPage>> ReadAsync(ActionFormState form, ActionField field, string within, string? words, int offset, CancellationToken cancellationToken)
    {
        if (field.LookUp is not { } lookUp)
        {
            return Suggested(field, words, offset);
        }

        var found = await form.SearchAsync(lookUp, within, words, offset, Size, cancellationToken);
        return found.Map(hits => new LookUpPage(
            [.. hits.Items.Select(thing => lookUp.ValueOf(thing) is { } value ? new LookUpChoice(value, thing.Title, Line(thing, value)) : null).OfType<LookUpChoice>()],
            hits.HasMore,
            hits.Trouble?.Message));
    }

    private static LookUpPage Suggested(ActionField field, string? words, int offset)
    {
        var matches = field.Choices.Where(choice => string.IsNullOrWhiteSpace(words) || TextMatch.Contains(choice.Words, words.Trim()) || TextMatch.Contains(choice.Value, words.Trim())).ToList();
        return new LookUpPage([.. matches.Skip(offset).Take(Size).Select(choice => new LookUpChoice(choice.Value, choice.Words, choice.Value == choice.Words ? "" : choice.Value))], matches.Count > offset + Size, null);
    }

    private static string Line(ExternalEntity thing, string value)
    {
        var line = EntityFacts.Line(thing, TimeZoneInfo.Utc, withTime: false);
        return line.Contains(value, StringComparison.Ordinal) || value == thing.Title || value == thing.Id ? line : line.Length == 0 ? value : TextDirection.Join(" · ", [value, line]);
    }
}
