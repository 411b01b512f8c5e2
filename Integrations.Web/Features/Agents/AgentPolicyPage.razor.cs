using Integrations.Core.Agents;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Agents;

/// <summary>What an organization allows its members' programs.</summary>
public sealed partial class AgentPolicyPage(
    AgentPolicyService policies, AgentGrantService grants, CurrentCaller caller, NavigationManager navigation, ILogger<AgentPolicyPage> logger) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private readonly HashSet<string> _clients = new(StringComparer.Ordinal);
    private IReadOnlyList<AgentClientView> _programs = [];
    private AgentPolicy? _policy;
    private Failure? _refused;
    private string _tools = "";
    private bool _isOpen;
    private bool _confirms;
    private bool _onlyClients;
    private bool _onlyTools;
    private bool _failed;
    private bool _saving;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failed = false;
        try
        {
            var found = await _loads.RunAsync(async ct => new Found(await policies.GetAsync(caller.Value, ct), await grants.ListAsync(caller.Value, ct)));
            if (found is not null)
            {
                (_policy, _programs) = (found.Policy, found.Programs);
                (_isOpen, _confirms, _onlyClients, _onlyTools) = (_policy.IsOpen, _policy.ConfirmWrites, _policy.OnlyListedClients, _policy.OnlyListedTools);
                _tools = string.Join('\n', _policy.Tools);
                _clients.Clear();
                _clients.UnionWith(_policy.Clients);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failed = true;
            LogLoadFailed(logger, exception);
        }
    }

    private string? Error(string field) => _refused?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private void Choose(string key, bool on)
    {
        if (on)
        {
            _clients.Add(key);
        }
        else
        {
            _clients.Remove(key);
        }
    }

    private async Task SaveAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_saving || _policy is not { } policy)
        {
            return;
        }

        _saving = true;
        var changes = new AgentPolicyChanges(_isOpen, _confirms, policy.Version)
        {
            OnlyListedClients = _onlyClients,
            Clients = [.. _clients],
            OnlyListedTools = _onlyTools,
            Tools = _tools.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        var changed = await policies.ChangeAsync(caller.Value, changes, CancellationToken.None);
        (_refused, _saving) = (changed.Failure, false);
        if (changed.IsSuccess)
        {
            navigation.NavigateTo(AgentAddresses.Overview);
        }
    }

    [LoggerMessage(6611, LogLevel.Error, "The rules for agents could not be loaded")]
    private static partial void LogLoadFailed(ILogger logger, Exception exception);

    private sealed record Found(AgentPolicy Policy, IReadOnlyList<AgentClientView> Programs);
}
