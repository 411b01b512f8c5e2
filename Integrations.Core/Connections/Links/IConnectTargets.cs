using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>Gives the integration that a link connects; whatever lists and makes integrations stands above connections, and implements it.</summary>
public interface IConnectTargets
{
    /// <summary>
    /// Finds or makes it. For a member: the organization's where each connects for themself, else one of their own that has no working
    /// connection, else a new one of their own. For a person outside: the one that carries the link's reference, else a new one of the organization.
    /// </summary>
    /// <param name="caller">The member; the outsider's caller else.</param>
    /// <param name="link">What the person holds.</param>
    /// <param name="provider">One of the link's.</param>
    Task<Result<Guid>> FindOrMakeAsync(Caller caller, ConnectLink link, string provider, CancellationToken cancellationToken);

    /// <summary>Takes back one that was made for a link and never connected; leaves every other alone.</summary>
    /// <param name="since">When the link was opened: what is older was not made for it.</param>
    Task TakeBackAsync(Caller caller, Guid instanceId, DateTimeOffset since, CancellationToken cancellationToken);
}
