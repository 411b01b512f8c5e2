using Integrations.Core.Agents;

namespace Integrations.Web.Features.Agents;

/// <summary>What a person ticks of one integration.</summary>
internal sealed class AgentChoice(AgentGrantedIntegration? granted)
{
    private readonly Dictionary<string, string> _before = granted?.Actions.ToDictionary(action => action.Name, action => action.Hash, StringComparer.Ordinal) ?? [];

    public bool MayRead { get; set; } = granted?.MayRead ?? false;

    /// <summary>Null until they are asked for.</summary>
    public IReadOnlyList<AgentOfferedAction>? Actions { get; private set; }

    /// <summary>Names of ticked actions. One that changed is not ticked: it has to be looked at.</summary>
    public HashSet<string> Chosen { get; } = new(StringComparer.Ordinal);

    public string? Failure { get; set; }

    public bool IsAsking { get; set; }

    public bool HasActions => _before.Count > 0;

    public void Show(IReadOnlyList<AgentOfferedAction> actions)
    {
        Actions = actions;
        Chosen.Clear();
        Chosen.UnionWith(actions.Where(action => action.State == AgentOfferState.Granted).Select(action => action.Action.Name));
    }

    public void Choose(string name, bool on)
    {
        if (on)
        {
            Chosen.Add(name);
        }
        else
        {
            Chosen.Remove(name);
        }
    }

    /// <summary>As shown and ticked; where actions were not shown, those granted before, as they were then.</summary>
    public AgentGrantedIntegration Of(Guid integrationId) => new(
        integrationId,
        MayRead,
        Actions is null
            ? [.. _before.Select(action => new AgentGrantedAction(action.Key, action.Value))]
            : [.. Actions.Where(action => Chosen.Contains(action.Action.Name)).Select(action => new AgentGrantedAction(action.Action.Name, action.Hash))]);
}
