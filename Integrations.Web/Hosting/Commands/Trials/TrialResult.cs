using Integrations.Connectors.Declarative.Trials;

namespace Integrations.Web.Hosting.Commands.Trials;

/// <summary>What came of trying one file.</summary>
/// <param name="Code">One of <see cref="ExitCodes"/>.</param>
/// <param name="Report">Null where nothing could be tried.</param>
/// <param name="Lines">What there is to say beside the report, each as a line.</param>
internal sealed record TrialResult(int Code, TrialReport? Report, IReadOnlyList<string> Lines);
