namespace Integrations.Core.SavedFilters;

/// <summary>A list's query in one spelling: only what the list knows, in one order, escaped. Two that ask for the same are the same text.</summary>
public static class SavedFilterQuery
{
    /// <summary>Escaped, in characters.</summary>
    public const int MaxLength = 1_000;

    private const string IntegrationStart = $"{SavedFilterLists.IntegrationParameter}=";

    /// <param name="list">One of <see cref="SavedFilterLists"/>.</param>
    /// <param name="query">From an address, with or without its question mark; anything a browser can be given.</param>
    /// <returns>The query without a question mark; empty when the list is not narrowed by it.</returns>
    public static string Normalize(string list, string? query)
    {
        var given = new Dictionary<string, SortedSet<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in (query ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || Unescape(pair[(at + 1)..]) is not { Length: > 0 } value)
            {
                continue;
            }

            // As pages read addresses: the first of two of one name where one is asked for, and an empty value asks for nothing.
            var name = Unescape(pair[..at]);
            if (!given.TryGetValue(name, out var values))
            {
                given[name] = new SortedSet<string>(StringComparer.Ordinal) { value };
            }
            else if (name.Equals(SavedFilterLists.ManyParameter, StringComparison.OrdinalIgnoreCase))
            {
                values.Add(value);
            }
        }

        return string.Join('&', SavedFilterLists.ParametersOf(list).Where(given.ContainsKey).SelectMany(name => given[name].Select(value => $"{name}={Uri.EscapeDataString(value)}")));
    }

    /// <summary>The integration that a normalized query narrows its list to; null for none.</summary>
    internal static Guid? IntegrationIn(string query) => query.Split('&')
        .Where(pair => pair.StartsWith(IntegrationStart, StringComparison.Ordinal)).Select(pair => Guid.TryParse(Unescape(pair[IntegrationStart.Length..]), out var id) ? id : (Guid?)null).FirstOrDefault();

    /// <summary>A normalized query that is narrowed to another integration.</summary>
    internal static string WithIntegration(string list, string query, Guid id) =>
        Normalize(list, string.Join('&', query.Split('&').Where(pair => !pair.StartsWith(IntegrationStart, StringComparison.Ordinal)).Append($"{IntegrationStart}{id}")));

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' ')).Trim();
}
