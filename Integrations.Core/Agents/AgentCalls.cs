using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>
/// Records calls that the hub answered or refused by itself, with the program's name. A call that reached a vendor has its row from there already, one for
/// each integration that was asked, so every call is in activity and none is in it twice.
/// </summary>
public sealed class AgentCalls(ActivityLog activity, TimeProvider clock)
{
    private const int ToolMaxLength = 120;

    /// <summary>When a call began, for how long it took.</summary>
    public long Begin() => clock.GetTimestamp();

    /// <summary>Posted with the rows of reads; the caller does not wait for it.</summary>
    /// <param name="caller">Uses a program; a call without an organization belongs to no one's activity.</param>
    /// <param name="tool">A name of the hub's own making: what a program writes is no row's name.</param>
    /// <param name="began">As <see cref="Begin"/> gave it.</param>
    /// <param name="failure">Null when it was answered.</param>
    /// <param name="cancellationToken">Ends waiting for a place among too many rows.</param>
    public Task RecordAsync(Caller caller, string tool, long began, Failure? failure, CancellationToken cancellationToken) => caller.OrganizationId is { } organizationId
        ? activity.RecordReadAsync(
            activity.Entry(caller, organizationId, Guid.Empty, isPrivate: false, ActivityTypes.Tool, clock.GetElapsedTime(began), failure, action: Text.Cut(tool, ToolMaxLength)), cancellationToken)
        : Task.CompletedTask;
}
