namespace Integrations.Benchmarks.Scale;

/// <summary>Something that is to happen at a moment: exactly one of these, or a job's pause is over.</summary>
/// <param name="Job">Goes on; null for an arrival and a sync.</param>
/// <param name="Station">Whose processor the job leaves.</param>
/// <param name="Log">Whose sync is over.</param>
/// <param name="Arrivals">Of which the next one comes.</param>
internal readonly record struct Happening(Job? Job = null, Station? Station = null, DiskLog? Log = null, Arrivals? Arrivals = null);
