namespace Integrations.Core.Migration;

/// <summary>What became of one integration of one user, or of one unreadable line.</summary>
/// <param name="Line">In the file, from 1.</param>
public sealed record ImportedRecord(int Line, string? Email, string? Type, ImportOutcome Outcome, string? Reason = null);
