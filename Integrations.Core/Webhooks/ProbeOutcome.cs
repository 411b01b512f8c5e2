namespace Integrations.Core.Webhooks;

/// <summary>How a receiver answered a test event.</summary>
/// <param name="Problem">Null when it accepted the event.</param>
public sealed record ProbeOutcome(string? Problem, DateTimeOffset SentAt, TimeSpan Took);
