using System.Text;
using System.Text.RegularExpressions;

namespace Integrations.Tests.Contracts;

/// <summary>An address with variables: <c>https://{host}/repos/{owner}</c>; <c>{+path}</c> may hold slashes.</summary>
internal sealed record UrlTemplate(Regex Pattern, IReadOnlyList<string> Variables)
{
    /// <param name="servers">Any of them may stand before the path.</param>
    public static UrlTemplate Of(IReadOnlyList<string> servers, string path)
    {
        var variables = new List<string>();
        var pathPattern = Translate(path, variables);
        return new UrlTemplate(Compile($"({string.Join('|', servers.Select(s => Translate(s.TrimEnd('/'), null)))}){pathPattern}"), variables);
    }

    public static Regex Compile(string pattern) => new($"^{pattern}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase);

    /// <summary>The values of the path's variables, decoded.</summary>
    public IEnumerable<(string Name, string Value)> Values(string address)
    {
        var match = Pattern.Match(address);
        return Variables.Select((name, index) => (name, Uri.UnescapeDataString(match.Groups[$"v{index}"].Value)));
    }

    private static string Translate(string template, List<string>? variables)
    {
        var pattern = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                pattern.Append(Regex.Escape(template[at..]));
                break;
            }

            pattern.Append(Regex.Escape(template[at..open]));
            var name = template[(open + 1)..close];
            // A variable that begins an address stands for the whole server, such as n8n's {instance}.
            var value = open == 0 && variables is null ? "https://.+" : name.StartsWith('+') ? ".+" : "[^/]+";
            pattern.Append(variables is null ? value : $"(?<v{variables.Count}>{value})");
            variables?.Add(name.TrimStart('+'));
            at = close + 1;
        }

        return pattern.ToString();
    }
}
