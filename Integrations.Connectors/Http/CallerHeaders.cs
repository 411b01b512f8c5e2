using System.Buffers;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>Headers that a caller wants on calls to their own receiver (SECURITY I13).</summary>
public static class CallerHeaders
{
    /// <summary>How many headers a receiver may have.</summary>
    public const int MaxCount = 20;

    /// <summary>Of a header's name, in characters of a token (RFC 9110 section 5.6.2).</summary>
    public const int NameMaxLength = 100;

    /// <summary>Of a header's value, in printable ASCII characters.</summary>
    public const int ValueMaxLength = 2_000;

    // RFC 9110 section 5.6.2: the characters of a token.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Message framing, the connection, and the signature belong to us; cookies and proxies to no one here.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Transfer-Encoding", "Cookie", "Set-Cookie", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect", "Via",
    };

    private static readonly string[] ReservedBeginnings = ["Content-", "webhook-", "Proxy-"];

    /// <summary>Null when all headers may be sent; else a failure of the field <c>headers</c> that names the header and the rule.</summary>
    public static Failure? Check(IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count > MaxCount)
        {
            return Failure.InvalidField("headers", $"headers must hold at most {MaxCount} headers.");
        }

        return headers.Select(header => Refuse(header.Key, header.Value)).OfType<string>().FirstOrDefault() is { } reason
            ? Failure.InvalidField("headers", reason)
            : headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Count
                ? Failure.InvalidField("headers", "headers must not hold the same name twice.")
                : null;
    }

    private static string? Refuse(string name, string value)
    {
        if (name.Length is 0 or > NameMaxLength || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return $"A header's name must be 1 to {NameMaxLength} letters, digits or hyphens.";
        }

        if (Reserved.Contains(name) || ReservedBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
        {
            return $"The header '{name}' is set by the hub and cannot be given.";
        }

        // Visible ASCII, spaces and tabs inside: what every server takes, and nothing that could end the header.
        return value.Length > ValueMaxLength || value.Any(c => c is not (>= ' ' and <= '~' or '\t')) || value.Trim() != value
            ? $"The value of the header '{name}' must be at most {ValueMaxLength} printable ASCII characters, without spaces around it."
            : null;
    }
}
