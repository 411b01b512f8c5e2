namespace Integrations.Core.Identity.Programs;

/// <summary>A program that a member of the organization let in.</summary>
/// <param name="Person">The member's name.</param>
public sealed record MemberProgram(AuthorizedProgram Program, string Person);
