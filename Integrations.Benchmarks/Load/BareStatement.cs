namespace Integrations.Benchmarks.Load;

/// <summary>One statement and its parameters, as EF Core sent it.</summary>
internal sealed record BareStatement(string Sql, IReadOnlyList<BareParameter> Parameters);
