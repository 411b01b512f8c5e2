using System.Text.Json.Nodes;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Lists as clients write them.</summary>
internal static class Lists
{
    private const int MaxItems = 100;

    /// <summary><c>?entities=a&amp;entities=b</c> and <c>?entities=a,b</c> mean the same.</summary>
    public static IReadOnlyList<string> Split(string[]? given) =>
        [.. (given ?? []).SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Take(MaxItems)];

    /// <summary>The members of a filter object as texts; nested values as JSON.</summary>
    public static IReadOnlyDictionary<string, string> Texts(JsonObject? members) =>
        (members ?? []).Where(m => m.Value is not null).Take(MaxItems)
            .ToDictionary(m => m.Key, m => m.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : m.Value!.ToJsonString(), StringComparer.Ordinal);
}
