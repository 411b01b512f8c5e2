namespace Integrations.Core.Jobs;

/// <summary>A row on its way through one attempt.</summary>
/// <param name="Row">As it was when it was found due.</param>
/// <param name="ClaimId">Fences every write about it.</param>
/// <param name="Attempt">This one's number, from 1; it was counted when it was claimed.</param>
public sealed record Claimed<TRow>(TRow Row, Guid OrganizationId, Guid Key, Guid ClaimId, int Attempt)
    where TRow : class, ILeased;
