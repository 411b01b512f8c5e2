using Integrations.Connectors.Contracts;
using Integrations.Core.Actions;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>Shows people what they could grant, so that they decide about what is there and not about names.</summary>
public sealed class AgentOffers(AgentGrantService grants, InstanceService instances, ActionService actions)
{
    /// <returns>What can be granted, or <c>agents.client_not_found</c>.</returns>
    public async Task<Result<AgentOffer>> GetAsync(Caller caller, string clientKey, CancellationToken cancellationToken)
    {
        if ((await grants.ListAsync(caller, cancellationToken)).FirstOrDefault(view => view.Client.Key == clientKey && view.IsForCaller) is not { } program)
        {
            return AgentFailures.ClientNotFound;
        }

        var seen = await instances.ListAllAsync(As(caller, program), new InstanceFilter(), cancellationToken);
        return new AgentOffer(program, [.. seen.Where(view => view.Instance.Status != InstanceStatus.Disabled && (program.UserId is not null || !view.Instance.UserScoped))]);
    }

    /// <summary>The actions of one integration, each with what a grant would keep of it. Asks the vendor where only that knows them.</summary>
    /// <returns>The actions; or why they cannot be listed.</returns>
    public async Task<Result<IReadOnlyList<AgentOfferedAction>>> ActionsAsync(Caller caller, AgentClientView program, Guid integrationId, CancellationToken cancellationToken)
    {
        var granted = program.Grant?.Integrations.FirstOrDefault(each => each.IntegrationId == integrationId)?.Actions ?? [];
        var listed = await actions.ListAsync(As(caller, program), integrationId, cancellationToken);
        return listed.Map<IReadOnlyList<AgentOfferedAction>>(all => [.. all.Select(action => Of(action, granted))]);
    }

    private static AgentOfferedAction Of(ActionDescriptor action, IReadOnlyList<AgentGrantedAction> granted)
    {
        var hash = AgentToolHash.Of(action);
        var before = granted.FirstOrDefault(each => each.Name == action.Name);
        return new AgentOfferedAction(action, hash, before is null ? AgentOfferState.NotGranted : before.Hash == hash ? AgentOfferState.Granted : AgentOfferState.Changed);
    }

    private static Caller As(Caller caller, AgentClientView program) => program.UserId is null ? caller with { UserId = null } : caller;
}
