using System.Text.Json;
using Integrations.Core.Linking;
using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>Links and unlinks for a program: where that was granted, of integrations it may read, and confirmed where that is asked for.</summary>
public sealed class AgentLinking(AgentAccess access, AgentReading reading, LinkService links, AgentApprovals approvals)
{
    /// <summary>Ties a thing to a meeting or person.</summary>
    /// <returns>The link, or <c>agents.not_granted</c>, <c>agents.waiting_for_approval</c>, <c>agents.refused</c>, or what linking answers.</returns>
    public async Task<Result<EntityLinkView>> LinkAsync(AgentStanding standing, string entityType, Guid entityId, Guid integrationId, string externalId, CancellationToken cancellationToken)
    {
        if (!standing.MayLink || standing.Find(integrationId) is not { MayRead: true } integration)
        {
            return AgentFailures.NotGranted($"Linking things of the integration {integrationId}", access.Page);
        }

        var call = new AgentCall(integrationId, integration.Name, $"Link {entityType} to {externalId}", "link", JsonSerializer.SerializeToElement(new { entityType, entityId, externalId }));
        return await approvals.UseOrAskAsync(standing, call, cancellationToken) is { } refused
            ? refused
            : await links.LinkEntityToIntegrationAsync(standing.Caller, new LinkRequest(entityType, entityId, integrationId, externalId), cancellationToken);
    }

    /// <summary>Removes a link; the vendor's thing stays as it is.</summary>
    /// <returns>Done, or <c>agents.not_granted</c>, <c>agents.waiting_for_approval</c>, <c>agents.refused</c>, <c>link.not_found</c>.</returns>
    public async Task<Result<Done>> UnlinkAsync(AgentStanding standing, string entityType, Guid entityId, Guid linkId, CancellationToken cancellationToken)
    {
        if (!standing.MayLink)
        {
            return AgentFailures.NotGranted("Removing links", access.Page);
        }

        if (!(await reading.LinksAsync(standing, entityType, entityId, cancellationToken)).TryGet(out var visible, out var failure))
        {
            return failure;
        }

        if (visible.FirstOrDefault(link => link.Id == linkId) is not { } found)
        {
            return LinkingFailures.LinkNotFound;
        }

        var call = new AgentCall(found.IntegrationId, found.IntegrationName, $"Unlink {found.External.Title} from {entityType}", "unlink", JsonSerializer.SerializeToElement(new { entityType, entityId, linkId }));
        return await approvals.UseOrAskAsync(standing, call, cancellationToken) is { } refused
            ? refused
            : await links.UnlinkEntityFromIntegrationAsync(standing.Caller, linkId, cancellationToken);
    }
}
