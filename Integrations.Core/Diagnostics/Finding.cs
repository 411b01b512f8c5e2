using Integrations.Primitives;

namespace Integrations.Core.Diagnostics;

/// <summary>What the doctor found of one thing.</summary>
/// <param name="Check">What was looked at, a word or two.</param>
/// <param name="Message">What is, without secrets.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
public sealed record Finding(string Check, FindingSeverity Severity, TranslatableText Message, TranslatableText? Remedy = null)
{
    /// <summary>What was examined, for pages; null where <see cref="Check"/> says it.</summary>
    public TranslatableText? Title { get; init; }
}
