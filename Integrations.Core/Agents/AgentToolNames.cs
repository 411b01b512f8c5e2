using System.Security.Cryptography;
using System.Text;

namespace Integrations.Core.Agents;

/// <summary>Names of tools that stand for one action each: letters, digits, <c>_</c> and <c>-</c>, at most 64, each once.</summary>
public static class AgentToolNames
{
    /// <summary>In characters; what clients of the protocol take at most.</summary>
    public const int MaxLength = 64;

    private const int MarkLength = 8;

    /// <summary>The same actions get the same names, whatever their order.</summary>
    public static IReadOnlyDictionary<string, AgentAction> Of(IEnumerable<AgentAction> actions)
    {
        var plain = actions.Select(action => (Action: action, Name: $"{Plain(action.IntegrationName)}__{Plain(action.Name)}")).ToList();
        var taken = plain.GroupBy(named => named.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return plain.ToDictionary(
            named => named.Name.Length > MaxLength || taken.Contains(named.Name) ? Marked(named.Name, named.Action) : named.Name, named => named.Action, StringComparer.Ordinal);
    }

    private static string Plain(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character) || character == '-')
            {
                text.Append(character);
            }
            else if (text.Length > 0 && text[^1] != '_')
            {
                text.Append('_');
            }
        }

        return text.ToString().Trim('_') is { Length: > 0 } plain ? plain : "x";
    }

    private static string Marked(string name, AgentAction action)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{action.IntegrationId:N}/{action.Name}")))[..MarkLength];
        return $"{(name.Length > MaxLength - MarkLength - 1 ? name[..(MaxLength - MarkLength - 1)] : name)}_{mark}";
    }
}
