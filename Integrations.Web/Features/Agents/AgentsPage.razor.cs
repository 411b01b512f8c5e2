using Integrations.Core.Agents;
using Integrations.Core.Identity.Programs;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Agents;

/// <summary>Programs, what they were granted, and their calls that wait.</summary>
public sealed partial class AgentsPage(
    AgentGrantService grants, AgentApprovals approvals, AuthorizedPrograms programs, CurrentCaller caller, TimeProvider clock, ILogger<AgentsPage> logger) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<AgentClientView>? _programs;
    private IReadOnlyList<AgentApprovalView> _calls = [];
    private AgentClientView? _asked;
    private AgentClientView? _leaving;
    private Failure? _refused;
    private bool _failed;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    private PublicOrigin Origin { get; set; } = null!;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failed = false;
        try
        {
            var found = await _loads.RunAsync(async ct => new Found(await grants.ListAsync(caller.Value, ct), await approvals.ListAsync(caller.Value, ct)));
            if (found is not null)
            {
                (_programs, _calls) = (found.Programs, found.Calls);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failed = true;
            LogLoadFailed(logger, exception);
        }
    }

    private async Task AnswerAsync(AgentApprovalView call, bool confirm)
    {
        var answered = await approvals.AnswerAsync(caller.Value, call.Id, confirm, CancellationToken.None);
        _refused = answered.Failure;
        await LoadAsync();
    }

    private async Task RevokeAsync(AgentGrant grant)
    {
        var revoked = await grants.RevokeAsync(caller.Value, grant.Id, CancellationToken.None);
        (_refused, _asked) = (revoked.Failure, null);
        await LoadAsync();
    }

    private async Task SignOutAsync(Guid programId)
    {
        var ended = await programs.RevokeAsync(caller.Value, programId, CancellationToken.None);
        (_refused, _leaving) = (ended.Failure, null);
        await LoadAsync();
    }

    [LoggerMessage(6610, LogLevel.Error, "The page of agents could not be loaded")]
    private static partial void LogLoadFailed(ILogger logger, Exception exception);

    private sealed record Found(IReadOnlyList<AgentClientView> Programs, IReadOnlyList<AgentApprovalView> Calls);
}
