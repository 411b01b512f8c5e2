namespace Integrations.Web.Hosting.Limits;

/// <summary>How a request stands against its limit.</summary>
/// <param name="Remaining">Requests left in the window.</param>
/// <param name="ResetAt">When the oldest counted request leaves the window and its place is free again.</param>
internal readonly record struct RateVerdict(bool IsAdmitted, int Limit, int Remaining, DateTimeOffset ResetAt);
