using System.Text;

namespace Integrations.Connectors.Declarative.Templates;

/// <summary>
/// A text with places, each <c>{name}</c>; <c>{{</c> and <c>}}</c> stand for braces. There is nothing else: no condition, no function.
/// What comes into a place is encoded by where the text stands (path segment, query, header, JSON), so that it cannot leave it.
/// </summary>
internal sealed class Template
{
    private readonly List<(string Text, bool IsName)> _parts = [];

    private Template()
    {
    }

    /// <summary>The names of its places.</summary>
    public IEnumerable<string> Names => _parts.Where(part => part.IsName).Select(part => part.Text);

    /// <summary>All of it in its order: places by their names, and what stands between them.</summary>
    public IReadOnlyList<(string Text, bool IsName)> Parts => _parts;

    /// <summary>What stands between the places.</summary>
    public IEnumerable<string> Literals => _parts.Where(part => !part.IsName).Select(part => part.Text);

    /// <summary>The name, where the text is one place and nothing else.</summary>
    public string? Whole => _parts is [{ IsName: true } part] ? part.Text : null;

    /// <summary>The text, where it has no place.</summary>
    public string? Constant => _parts is [{ IsName: false } part] ? part.Text : null;

    /// <summary>Whether it begins with a place.</summary>
    public bool BeginsWithName => _parts is [{ IsName: true }, ..];

    /// <summary>Whether a place of it has this name.</summary>
    public bool HasName(string name) => _parts.Exists(part => part.IsName && part.Text == name);

    /// <summary>Null, with the reason, for a text that is no template.</summary>
    public static Template? Parse(string text, out string problem)
    {
        problem = "";
        var template = new Template();
        var literal = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
            }
            else if (index + 1 < text.Length && text[index + 1] == c)
            {
                literal.Append(c);
                index++;
            }
            else
            {
                var end = c == '{' ? text.IndexOf('}', index) : -1;
                if (end < 0 || !IsName(text[(index + 1)..end]))
                {
                    problem = "A place is a name in braces, such as {text}; braces that are meant as they stand are doubled.";
                    return null;
                }

                template.Add(literal);
                template._parts.Add((text[(index + 1)..end], true));
                index = end;
            }
        }

        template.Add(literal);
        return template;
    }

    /// <summary>The text with its places filled; null where one of them has no value.</summary>
    /// <param name="find">The value of a name, encoded for its place.</param>
    /// <param name="findFirst">The value of a place that the text begins with; null where it is no other.</param>
    public string? Fill(Func<string, string?> find, Func<string, string?>? findFirst = null)
    {
        if (Constant is { } only)
        {
            return only;
        }

        var filled = new StringBuilder();
        foreach (var (text, isName) in _parts)
        {
            if ((isName ? (filled.Length == 0 ? findFirst ?? find : find)(text) : text) is not { } value)
            {
                return null;
            }

            filled.Append(value);
        }

        return filled.ToString();
    }

    /// <summary>As it is written.</summary>
    public override string ToString() =>
        string.Concat(_parts.Select(part => part.IsName ? $"{{{part.Text}}}" : part.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));

    private static bool IsName(string text) => text.Length is > 0 and <= 40 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void Add(StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add((literal.ToString(), false));
            literal.Clear();
        }
    }
}
