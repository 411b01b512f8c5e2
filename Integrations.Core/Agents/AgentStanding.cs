using Integrations.Core.Permissions;

namespace Integrations.Core.Agents;

/// <summary>Everything that one program may do at this moment. Made anew for each call, so that what is revoked is gone with the next one.</summary>
/// <param name="Caller">For the services behind the tools: its person or organization, named with the program, and no more rights than the grant needs.</param>
/// <param name="GrantId">Null where nothing is granted, or what was granted has ended.</param>
/// <param name="ExpiresAt">When it ends by itself; null with <paramref name="GrantId"/>.</param>
public sealed record AgentStanding(Caller Caller, CallerClient Client, Guid? GrantId, DateTimeOffset? ExpiresAt)
{
    /// <summary>Those that are granted, allowed by the organization, and still seen by the person. Asked for one call, at most that one.</summary>
    public IReadOnlyList<AgentIntegration> Integrations { get; init; } = [];

    /// <summary>Granted (reading, or linking, which needs it), and allowed by the organization.</summary>
    public bool MayReadRecords { get; init; }

    /// <summary>Granted, and allowed by the organization as <c>hub/link</c>.</summary>
    public bool MayLink { get; init; }

    /// <summary>Changes wait for a person.</summary>
    public bool ConfirmsWrites { get; init; } = true;

    /// <summary>Ids of those that may be searched and read.</summary>
    public IReadOnlyList<Guid> Readable => [.. Integrations.Where(integration => integration.MayRead).Select(integration => integration.Id)];

    /// <summary>All actions of all integrations, each with the hash under which it was granted.</summary>
    public IEnumerable<AgentAction> Actions =>
        Integrations.SelectMany(integration => integration.Actions.Select(action => new AgentAction(integration.Id, integration.Name, action.Name, action.Hash)));

    /// <summary>The integration, or null where the program has nothing of it.</summary>
    public AgentIntegration? Find(Guid integrationId) => Integrations.FirstOrDefault(integration => integration.Id == integrationId);

    /// <summary>False also for integrations that do not exist: a program cannot tell which.</summary>
    public bool MayRead(Guid integrationId) => Find(integrationId) is { MayRead: true };

    /// <summary>The action of this exact name, or null where it was not granted.</summary>
    public AgentAction? Action(Guid integrationId, string name) => Actions.FirstOrDefault(action => action.IntegrationId == integrationId && action.Name == name);
}
