namespace Integrations.Core.Identity.Programs;

/// <summary>A program that was just let in, for the server to make a code of.</summary>
/// <param name="AuthorizationId">The family of its tokens.</param>
public sealed record LetIn(Guid AuthorizationId, ProgramPass Pass);
