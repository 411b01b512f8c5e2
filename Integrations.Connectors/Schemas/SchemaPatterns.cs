using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Integrations.Connectors.Schemas;

/// <summary>The patterns of a schema, each made ready once.</summary>
public sealed class SchemaPatterns
{
    private const int LongestPattern = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Regex?> _ready = new(StringComparer.Ordinal);

    /// <summary>A pattern that cannot be checked in linear time is the vendor's to judge, and matches here.</summary>
    internal bool Matches(string pattern, string text)
    {
        try
        {
            // '$' stands before a last line break here, and at the end only in the language that schemas are written for.
            return _ready.GetOrAdd(pattern, Ready) is not { } ready || (ready.IsMatch(text) && !(pattern.EndsWith('$') && text.EndsWith('\n')));
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static Regex? Ready(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            return null;
        }

        try
        {
            // Patterns come from vendors' schemas: linear time, or not at all (SECURITY I5).
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // Look-around and the like.
            return null;
        }
    }
}
