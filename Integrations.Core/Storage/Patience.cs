namespace Integrations.Core.Storage;

/// <summary>How long something may lie.</summary>
/// <param name="Time">At most.</param>
/// <param name="Clock">Counts it.</param>
public sealed record Patience(TimeSpan Time, TimeProvider Clock);
