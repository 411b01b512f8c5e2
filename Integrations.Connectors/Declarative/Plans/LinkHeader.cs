namespace Integrations.Connectors.Declarative.Plans;

/// <summary>The <c>Link</c> header (RFC 8288), as far as listings need it.</summary>
internal static class LinkHeader
{
    /// <summary>The address with <c>rel="next"</c>; null where there is none, or where it says that nothing is there (Sentry's <c>results="false"</c>).</summary>
    public static string? Next(string? header)
    {
        for (var rest = header ?? ""; rest.IndexOf('<', StringComparison.Ordinal) is >= 0 and var start;)
        {
            var end = rest.IndexOf('>', start);
            if (end < 0)
            {
                return null;
            }

            var more = rest.IndexOf(",<", end, StringComparison.Ordinal) is >= 0 and var tight ? tight : rest.IndexOf(", <", end, StringComparison.Ordinal);
            var parameters = (more < 0 ? rest[(end + 1)..] : rest[(end + 1)..more]).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parameters.Contains("rel=\"next\"", StringComparer.OrdinalIgnoreCase) || parameters.Contains("rel=next", StringComparer.OrdinalIgnoreCase))
            {
                return parameters.Contains("results=\"false\"", StringComparer.OrdinalIgnoreCase) ? null : rest[(start + 1)..end];
            }

            rest = more < 0 ? "" : rest[more..];
        }

        return null;
    }
}
