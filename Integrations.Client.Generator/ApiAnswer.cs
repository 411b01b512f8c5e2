namespace Integrations.Client.Generator;

/// <summary>What a good answer is.</summary>
/// <param name="Kind">How it is read.</param>
/// <param name="Model">The schema of a <see cref="AnswerKind.Json"/> one.</param>
internal sealed record ApiAnswer(AnswerKind Kind, string? Model = null);
