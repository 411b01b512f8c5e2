namespace Integrations.Core.Identity.Programs;

/// <summary>What a token of a program says, once the authorization server has vouched for it.</summary>
/// <param name="ClientId">Of the program.</param>
/// <param name="Subject">The person's id; the client id where the program acts for its organization.</param>
/// <param name="Resources">What it opens.</param>
/// <param name="Stamp">The person's when they let the program in; see <see cref="UserStanding.Stamp"/>.</param>
public sealed record ProgramPass(string ClientId, string Subject, IReadOnlyList<string> Scopes, IReadOnlyList<string> Resources, string? Stamp)
{
    /// <summary>The person's organization at that time.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>The token's row.</summary>
    public Guid? TokenId { get; init; }
}
