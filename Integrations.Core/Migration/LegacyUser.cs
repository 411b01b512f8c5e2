using System.Text.Json.Nodes;

namespace Integrations.Core.Migration;

/// <summary>One user of the older system, or one line that could not be read.</summary>
/// <param name="Integrations">By provider key; 004's camelCase names are understood too.</param>
/// <param name="Failure">Why the line could not be read; null when it could.</param>
public sealed record LegacyUser(int Line, string? Email, IReadOnlyDictionary<string, JsonObject> Integrations, string? Failure = null)
{
    /// <summary>Tokens are inside.</summary>
    public override string ToString() => $"line {Line}";
}
