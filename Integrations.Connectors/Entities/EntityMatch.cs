using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>Matching in our own code, for vendors whose API cannot search what is asked for.</summary>
internal static class EntityMatch
{
    /// <summary>
    /// Every word of the text occurs somewhere in the title, the description or the metadata, whatever its case; no text matches all. Times are left out:
    /// a number in a title would be found in every day, and days are what a search's range is for.
    /// </summary>
    public static bool MatchesText(this EntityQuery query, ExternalEntity entity)
    {
        if (string.IsNullOrWhiteSpace(query.Text))
        {
            return true;
        }

        var texts = entity.Metadata.SelectMany(member => Texts(member.Value)).Where(text => !IsTime(text)).Append(entity.Title).Append(entity.Description ?? "").Select(TextMatch.Canonical).ToList();
        return TextMatch.Canonical(query.Text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .All(word => texts.Exists(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Every filter names a metadata member, one of whose values contains the wanted text.</summary>
    public static bool MatchesFilters(this EntityQuery query, ExternalEntity entity) =>
        query.Filters.All(filter => Texts(entity.Metadata[filter.Key]).Any(text => TextMatch.Contains(text, filter.Value)));

    /// <summary>The member's time lies in the wanted window; without a window everything does, without a time nothing.</summary>
    public static bool MatchesDates(this EntityQuery query, DateTimeOffset? time) =>
        (query.Start is null && query.End is null)
        || (time is { } at && (query.Start is not { } start || at >= start) && (query.End is not { } end || at < end));

    /// <summary>A day, or a moment, as they stand in metadata: <c>2026-11-30</c>, <c>2026-11-30T12:00:00Z</c>.</summary>
    private static bool IsTime(string text) =>
        text.Length is >= 10 and <= 40 && text[4] == '-' && text[7] == '-' && (text.Length == 10 || text[10] is 'T' or ' ') && VendorJson.ParseTime(text.Length == 10 ? $"{text}T00:00:00Z" : text) is not null;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        JsonValue value => [value.ToJsonString()],
        _ => [],
    };
}
