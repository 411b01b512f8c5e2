using Integrations.Core.Permissions;

namespace Integrations.Core.Agents;

/// <summary>A program that could call the tools, and what it was granted.</summary>
/// <param name="Client">Which.</param>
/// <param name="UserId">Whose; null for a key of the organization.</param>
/// <param name="EndsAt">When its token ends; null for a program that signs in with a secret of its own.</param>
/// <param name="IsAllowed">The organization answers it.</param>
/// <param name="Grant">Null where nothing was granted yet, or not to the caller's knowledge.</param>
public sealed record AgentClientView(CallerClient Client, Guid? UserId, DateTimeOffset? EndsAt, DateTimeOffset? LastUsedAt, bool IsAllowed, AgentGrant? Grant)
{
    /// <summary>The caller decides about it: their own, or a key of their organization.</summary>
    public bool IsForCaller { get; init; }

    /// <summary>A program that its person let in; null for what has a token.</summary>
    public Guid? ProgramId { get; init; }
}
