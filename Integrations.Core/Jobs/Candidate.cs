namespace Integrations.Core.Jobs;

/// <summary>A due row with what it takes turns by.</summary>
public sealed class Candidate<TRow>
    where TRow : class, ILeased
{
    /// <summary>As it was read, not tracked; the claim checks that it did not change since.</summary>
    public required TRow Row { get; init; }

    /// <summary>Whose turn it takes up; organizations take turns.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Its integration or connection.</summary>
    public Guid Key { get; init; }

    /// <summary>When it was to be done: of one organization the longest due comes first.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Attempts that were begun before this one.</summary>
    public int Attempts { get; init; }
}
