namespace Integrations.Core.Connections.Reconnecting;

/// <summary>What asking would do, by connection. The four together are all that do not work.</summary>
/// <param name="ToAsk">Their owners would get a mail.</param>
/// <param name="ToldLately">Told of within the last day, by a notice or by being asked: not again so soon.</param>
/// <param name="Unreachable">No owner has a mail address that is known to be theirs.</param>
/// <param name="Own">The caller's own to connect again.</param>
public sealed record ReconnectPlan(int ToAsk, int ToldLately, int Unreachable, int Own);
