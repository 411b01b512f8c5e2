using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program that a person let in.</summary>
/// <param name="Id">Of the program.</param>
/// <param name="UserId">Who let it in.</param>
/// <param name="Since">When for the first time of those that still hold.</param>
/// <param name="EndsAt">When the last of its tokens ends, unless it renews it.</param>
public sealed record AuthorizedProgram(Guid Id, Guid UserId, CallerClient Client, ProgramKind Kind, string? Host, TokenScopes Scopes, DateTimeOffset Since, DateTimeOffset EndsAt)
{
    /// <summary>When the program was last used by any of its people, exact to a minute; null before.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
