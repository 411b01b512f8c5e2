using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Schemas;

namespace Integrations.Core.Agents;

/// <summary>SHA-256, lower-case hex, of what a person decides about: a tool as it describes itself, and a call of it.</summary>
public static class AgentToolHash
{
    /// <summary>Changes with the action's name, title, description, app or schema, and with nothing else.</summary>
    public static string Of(ActionDescriptor action) =>
        Of(action.Name, action.DisplayName, action.Description, action.Group ?? "", action.RunsWorkflow ? "workflow" : "", CanonicalJson.Of(action.Parameters));

    /// <param name="tool">A tool's own hash, or its name where it is the hub's.</param>
    /// <param name="place">The integration's id.</param>
    /// <param name="parameters">An object; the order of its members does not count.</param>
    internal static string OfCall(string tool, string place, JsonElement parameters) => Of(tool, place, CanonicalJson.Of(parameters));

    /// <summary>Each part with its length, so that no two lists of parts read the same.</summary>
    private static string Of(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
