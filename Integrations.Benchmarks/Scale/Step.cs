namespace Integrations.Benchmarks.Scale;

/// <param name="Ms">On average; 0 where the step has no time of its own.</param>
internal sealed record Step(Stage Stage, double Ms = 0);
