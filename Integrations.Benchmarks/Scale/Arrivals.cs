namespace Integrations.Benchmarks.Scale;

/// <summary>Work that comes at random moments, at this rate over the whole cluster.</summary>
internal sealed record Arrivals(Work Work, double PerSecond);
