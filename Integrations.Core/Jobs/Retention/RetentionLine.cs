namespace Integrations.Core.Jobs.Retention;

/// <summary>A line of the retention table.</summary>
/// <param name="What">In the plural.</param>
/// <param name="Days">How long it is kept.</param>
/// <param name="Key">The setting.</param>
public sealed record RetentionLine(string What, int Days, string Key);
