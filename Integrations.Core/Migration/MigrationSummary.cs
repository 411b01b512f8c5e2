namespace Integrations.Core.Migration;

/// <param name="Failures">One line each, for the operator.</param>
public sealed record MigrationSummary(int Migrated, IReadOnlyList<string> Failures);
