using Integrations.Connectors.Declarative.Trials;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>One step of a walk through a provider: what was asked, how much came of it, and the calls that it took.</summary>
/// <param name="Ask">What was asked.</param>
/// <param name="Found">How many things or changes came of it; null where the recording does not say.</param>
/// <param name="Exchanges">In their order.</param>
internal sealed record RecordedStep(TrialAsk Ask, int? Found, IReadOnlyList<RecordedExchange> Exchanges);
