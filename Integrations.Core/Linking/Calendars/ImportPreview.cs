using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>What an import would bring.</summary>
/// <param name="Candidates">By start.</param>
/// <param name="Trouble">Why these are not all; null when they are.</param>
/// <param name="IsCut">A week has more events than are read of one.</param>
public sealed record ImportPreview(IReadOnlyList<ImportCandidate> Candidates, Failure? Trouble, bool IsCut);
