using Integrations.Primitives;

namespace Integrations.Core.Agents;

internal static class AgentFailures
{
    /// <summary>Where a person grants, revokes and confirms.</summary>
    public const string PagePath = "/agents";

    public static Failure NoClient { get; } = Failure.Forbidden(
        "This token names no program, so nothing can be granted to it. Use a personal token or a key of the organization that was made with the scope 'mcp'.");

    public static Failure Closed { get; } = new(
        FailureKind.Forbidden, "agents.closed", "This organization answers no programs at /mcp. An administrator can allow them on the page Agents.");

    public static Failure ClientNotAllowed { get; } = new(
        FailureKind.Forbidden, "agents.client_not_allowed", "This organization answers only programs that an administrator allowed. Ask one to allow this program on the page Agents.");

    public static Failure NoOrganization { get; } = Failure.Forbidden("You belong to no organization, and grants belong to one.");

    public static Failure ByPersonOnly { get; } = Failure.Forbidden("Only a person who is signed in to the app can grant and confirm; a program cannot.");

    public static Failure ClientNotFound { get; } = Failure.NotFound("agents.client_not_found", "There is no such program. Its token may have been revoked.");

    public static Failure GrantNotFound { get; } = Failure.NotFound("agents.grant_not_found", "There is no such grant.");

    public static Failure ApprovalNotFound { get; } = Failure.NotFound("agents.approval_not_found", "There is no such call that waits. It may have been answered, or its time is over.");

    public static Failure PolicyChanged { get; } = new(
        FailureKind.Stale, "agents.policy_changed", "Another administrator changed this meanwhile. Reload to see their version, then make your change again.");

    public static Failure NotGranted(string what, string page) => new(
        FailureKind.Forbidden, "agents.not_granted", $"{what} is not granted to this program. Nothing was done. Its person can grant it at {page}.");

    public static Failure ToolChanged(string what, string page) => new(
        FailureKind.Forbidden, "agents.tool_changed",
        $"{what} is new or describes itself differently than when it was granted, so it waits for a grant. Nothing was done. Its person can look at it and grant it again at {page}.");

    public static Failure Waiting(string page) => new(
        FailureKind.Conflict, "agents.waiting_for_approval",
        $"Waiting for approval: nothing was done yet. A person has to confirm this call at {page}. Make the same call with the same arguments again once they did.");

    public static Failure Refused(string page) => new(
        FailureKind.Forbidden, "agents.refused", $"A person refused this call; nothing was done. Do not make it again. They can be asked why; what waits is at {page}.");

    public static Failure TooManyWaiting(string page) => new(
        FailureKind.TooMany, "agents.too_many_waiting", $"Too many calls of this program wait for a person. Nothing was done. They are answered at {page}.");
}
