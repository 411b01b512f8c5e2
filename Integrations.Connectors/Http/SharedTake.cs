namespace Integrations.Connectors.Http;

/// <summary>What became of asking for one request of a budget that all nodes spend together.</summary>
/// <param name="Wait">How long to wait before it is asked again; null when it was taken, or nothing is shared.</param>
/// <param name="UseBy">It has to be sent before then; null when nothing was taken.</param>
/// <param name="IsJobs">It was leased for work that can wait.</param>
internal readonly record struct SharedTake(TimeSpan? Wait, DateTimeOffset? UseBy, bool IsJobs);
