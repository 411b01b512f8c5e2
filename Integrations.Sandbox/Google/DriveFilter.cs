using System.Globalization;
using System.Text;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Google;

/// <summary>Drive's query language: terms joined by <c>and</c>, <c>or</c>, <c>not</c> and parentheses.</summary>
internal sealed class DriveFilter
{
    private readonly List<string> _tokens;
    private int _at;

    private DriveFilter(List<string> tokens) => _tokens = tokens;

    /// <summary>Whether a full-text term occurs, with which ordering is refused.</summary>
    public bool HasFullText { get; private set; }

    public Func<SandboxFile, bool> Matches { get; private set; } = _ => true;

    /// <returns>Null when the query cannot be read.</returns>
    public static DriveFilter? Read(string query)
    {
        if (Tokens(query) is not { } tokens)
        {
            return null;
        }

        var filter = new DriveFilter(tokens);
        if (tokens.Count == 0)
        {
            return filter;
        }

        if (filter.Any() is not { } matches || filter._at != tokens.Count)
        {
            return null;
        }

        filter.Matches = matches;
        return filter;
    }

    private Func<SandboxFile, bool>? Any()
    {
        var left = All();
        while (left is not null && Take("or"))
        {
            var (first, second) = (left, All());
            left = second is null ? null : file => first(file) || second(file);
        }

        return left;
    }

    private Func<SandboxFile, bool>? All()
    {
        var left = One();
        while (left is not null && Take("and"))
        {
            var (first, second) = (left, One());
            left = second is null ? null : file => first(file) && second(file);
        }

        return left;
    }

    private Func<SandboxFile, bool>? One()
    {
        if (Take("not"))
        {
            return One() is { } inner ? file => !inner(file) : null;
        }

        if (Take("("))
        {
            var inner = Any();
            return Take(")") ? inner : null;
        }

        if (_at + 2 >= _tokens.Count)
        {
            return null;
        }

        var (left, sign, right) = (_tokens[_at], _tokens[_at + 1], _tokens[_at + 2]);
        _at += 3;
        return sign == "in" ? In(Value(left), right) : Compare(left, sign, Value(right));
    }

    private static Func<SandboxFile, bool>? In(string? value, string list) => (value, list) switch
    {
        (null, _) => null,
        (_, "parents") => file => file.Parent == value || (value == "root" && file.Parent == SandboxFile.Root),
        (_, "owners" or "writers" or "readers") => file => file.Owner == value,
        _ => null,
    };

    private Func<SandboxFile, bool>? Compare(string field, string sign, string? value)
    {
        switch (field)
        {
            case "name" when sign == "contains" && value is not null:
                // The beginning of a word, never its middle.
                return file => file.Name.StartsWith(value, StringComparison.OrdinalIgnoreCase) || file.Name.Contains(" " + value, StringComparison.OrdinalIgnoreCase);
            case "fullText" when sign == "contains" && value is not null:
                HasFullText = true;
                return file => EventListing.Words(value).All(word =>
                    $"{file.Name} {file.Document.Text("description")} {Encoding.UTF8.GetString(file.Content ?? [])}".Contains(word, StringComparison.OrdinalIgnoreCase));
            case "name" or "mimeType" when sign is "=" or "!=" && value is not null:
                return file => (string.Equals(field == "name" ? file.Name : file.MimeType, value, StringComparison.Ordinal)) == (sign == "=");
            case "mimeType" when sign == "contains" && value is not null:
                return file => file.MimeType.StartsWith(value, StringComparison.Ordinal);
            case "trashed" or "starred" or "sharedWithMe" when sign is "=" or "!=":
                return value is null ? null : file => file.Is(field) == (value == "true") == (sign == "=");
            case "modifiedTime" or "createdTime" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at):
                return file => Order(field == "modifiedTime" ? file.Modified : file.Created, sign, at);
            default:
                return null;
        }
    }

    private static bool Order(DateTimeOffset left, string sign, DateTimeOffset right) => sign switch
    {
        ">" => left > right,
        ">=" => left >= right,
        "<" => left < right,
        "<=" => left <= right,
        "!=" => left != right,
        _ => left == right,
    };

    /// <summary>A quoted literal without its quotes, or a bare true or false.</summary>
    private static string? Value(string token) => token.StartsWith('\'') ? token[1..] : token is "true" or "false" ? token : null;

    private bool Take(string word)
    {
        if (_at < _tokens.Count && string.Equals(_tokens[_at], word, StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            return true;
        }

        return false;
    }

    /// <summary>Literals keep a leading quote, so that <c>'and'</c> is no word of the language.</summary>
    private static List<string>? Tokens(string query)
    {
        var tokens = new List<string>();
        for (var i = 0; i < query.Length;)
        {
            if (query[i] == ' ')
            {
                i++;
            }
            else if (query[i] is '(' or ')')
            {
                tokens.Add(query[i++].ToString());
            }
            else if (query[i] == '\'')
            {
                var literal = new StringBuilder("'");
                for (i++; i < query.Length && query[i] != '\''; i++)
                {
                    i += query[i] == '\\' ? 1 : 0;
                    literal.Append(i < query.Length ? query[i] : ' ');
                }

                if (i >= query.Length)
                {
                    return null;
                }

                i++;
                tokens.Add(literal.ToString());
            }
            else
            {
                var isSign = query[i] is '<' or '>' or '=' or '!';
                var start = i;
                while (i < query.Length && query[i] is not (' ' or '(' or ')' or '\'') && query[i] is '<' or '>' or '=' or '!' == isSign)
                {
                    i++;
                }

                tokens.Add(query[start..i]);
            }
        }

        return tokens;
    }
}
