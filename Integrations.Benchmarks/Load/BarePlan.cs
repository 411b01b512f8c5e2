using System.Text.Json;

namespace Integrations.Benchmarks.Load;

/// <summary>What the bare server does for every request.</summary>
/// <param name="Connection">The database; null for a server that only answers.</param>
internal sealed record BarePlan(string? Connection, bool IsPostgres, IReadOnlyList<BareStatement> Statements, JsonElement Answer)
{
    /// <summary>Where it passes calls on, whatever their path; null for a server that passes none.</summary>
    public Uri? PassesTo { get; init; }
}
