namespace Integrations.Connectors.Declarative.Trials;

/// <summary>One step of a walk through a provider.</summary>
/// <param name="Name">What was tried, such as <c>search task</c>.</param>
/// <param name="Asked">For people: with what.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Count">Things, changes or deliveries that came of it.</param>
/// <param name="Note">What is wrong, why it was skipped, or what is worth knowing; null where nothing is.</param>
public sealed record TrialStep(string Name, string Asked, TrialOutcome Outcome, int Count = 0, string? Note = null)
{
    /// <summary>Where in the provider file what failed is written, from 1; null where that is not known.</summary>
    public int? Line { get; init; }

    /// <summary>In characters, from 1; known with <see cref="Line"/>.</summary>
    public int? Column { get; init; }
}
