namespace Integrations.Core.Jobs;

/// <summary>A due row with what it takes turns by.</summary>
public sealed class Candidate<TRow>
    where TRow : class, ILeased
{
    public required TRow Row { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>Its integration or connection.</summary>
    public Guid Key { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>Attempts that were begun before this one.</summary>
    public int Attempts { get; init; }
}
