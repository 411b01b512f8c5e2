namespace Integrations.Core.Agents;

/// <summary>A call that waits for a person, as they see it.</summary>
/// <param name="ClientName">The program; untrusted text.</param>
/// <param name="Place">The integration.</param>
/// <param name="Title">The tool; the vendor's words for actions.</param>
/// <param name="Parameters">Redacted JSON.</param>
/// <param name="IsForKey">A key of the organization calls; an administrator answers.</param>
public sealed record AgentApprovalView(Guid Id, string ClientName, string Place, string Title, string? Parameters, AgentApprovalState State, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, bool IsForKey)
{
    internal static AgentApprovalView Of(AgentApproval row) =>
        new(row.Id, row.ClientName, row.Place, row.Title, row.Parameters, row.State, row.AskedAt, row.ExpiresAt, row.UserId is null);
}
