namespace Integrations.Benchmarks.Load;

/// <summary>What was sent and what came of it differ: the run is void, and its figures say nothing.</summary>
internal sealed class VoidRunException(string difference) : Exception(difference);
