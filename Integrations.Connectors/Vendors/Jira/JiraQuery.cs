using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Builds JQL out of what people type. Nothing goes in raw.</summary>
/// <remarks>Source: support.atlassian.com, JQL fields and operators (read 2026-11-20). Dates are read in the account's own time zone, to the minute.</remarks>
internal static class JiraQuery
{
    public const string TimeZoneFact = "timeZone";

    // Operators of the text search; a leading * or ? is refused.
    private const string TextOperators = "+-&|!(){}[]^~*?\\:\"/";
    private const int MaxWords = 200;

    /// <summary>Newest first. Cloud refuses to search everything, so nothing asked for means the last year.</summary>
    public static string Search(VendorSession session, EntityQuery query, IReadOnlyList<string> projects)
    {
        var clauses = new List<string>();
        if (Words(query.Text) is { Length: > 0 } words)
        {
            clauses.Add($"text ~ {Literal(words + "*")}");
        }

        clauses.AddRange(query.Start is { } start ? [$"updated >= {Date(session, start)}"] : []);
        // The end is exclusive, but only to the minute.
        clauses.AddRange(query.End is { } end ? [$"updated < {Date(session, end.AddSeconds(59))}"] : []);
        clauses.AddRange(Projects(projects));
        clauses.AddRange(query.Filters.Select(filter => Clause(filter.Key, filter.Value.Trim())).OfType<string>());
        return $"{(clauses.Count > 0 ? string.Join(" AND ", clauses) : "updated >= -365d")} ORDER BY updated DESC";
    }

    /// <summary>Everything that changed since, oldest first.</summary>
    public static string ChangedSince(VendorSession session, DateTimeOffset since, IReadOnlyList<string> projects)
    {
        // Where the account's time zone is not known, the farthest one is assumed; what is seen twice does no harm.
        var from = Zone(session) is null ? since.AddHours(-14) : since;
        return $"{string.Join(" AND ", Projects(projects).Prepend($"updated >= {Date(session, from)}"))} ORDER BY updated ASC";
    }

    /// <summary>People belong to no project; issues and projects have to be of those in the setting.</summary>
    public static bool IsInside(VendorSession session, ExternalEntity entity)
    {
        var keys = ProjectsOf(session);
        return keys.Count == 0
            || (entity.Text(EntityFields.Container) ?? (entity.Type == JiraEntities.Project ? entity.Text(EntityFields.Key) : null)) is not { } project
            || keys.Contains(project, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Keys of the setting; empty means all that the account sees.</summary>
    public static IReadOnlyList<string> ProjectsOf(VendorSession session) =>
        [.. (session.Facts["projects"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(key => JiraApi.ProjectKey().IsMatch(key)).Take(50)];

    private static IEnumerable<string> Projects(IReadOnlyList<string> keys) => keys.Count == 0 ? [] : [$"project in ({string.Join(", ", keys.Select(Literal))})"];

    /// <summary>Field filters whose wrong values Jira takes as "none"; it refuses unknown names of statuses, types and people, so those are sieved here.</summary>
    private static string? Clause(string field, string value) => field switch
    {
        EntityFields.Labels when value.Length > 0 && !value.Contains(' ', StringComparison.Ordinal) => $"labels = {Literal(value)}",
        "statusCategory" when value is "new" or "indeterminate" or "done" => $"statusCategory = {Literal(value)}",
        _ => null,
    };

    private static string Words(string? text)
    {
        var clean = new string([.. Text.Cut(text ?? "", MaxWords).Select(c => char.IsControl(c) || TextOperators.Contains(c, StringComparison.Ordinal) ? ' ' : c)]);
        // In capitals these would be operators of the text search.
        return string.Join(' ', clean.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word is "AND" or "OR" or "NOT" ? word.ToLowerInvariant() : word));
    }

    private static string Literal(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Date(VendorSession session, DateTimeOffset time) =>
        Literal((Zone(session) is { } zone ? TimeZoneInfo.ConvertTime(time, zone) : time.ToUniversalTime()).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    private static TimeZoneInfo? Zone(VendorSession session) =>
        session.Facts[TimeZoneFact] is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
