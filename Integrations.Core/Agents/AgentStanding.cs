using Integrations.Core.Permissions;

namespace Integrations.Core.Agents;

/// <summary>Everything that one program may do at this moment. Made anew for each call, so that what is revoked is gone with the next one.</summary>
/// <param name="Caller">For the services behind the tools: its person or organization, named with the program, and no more rights than the grant needs.</param>
/// <param name="GrantId">Null where nothing is granted, or what was granted has ended.</param>
/// <param name="ExpiresAt">When it ends by itself; null with <paramref name="GrantId"/>.</param>
public sealed record AgentStanding(Caller Caller, CallerClient Client, Guid? GrantId, DateTimeOffset? ExpiresAt)
{
    public IReadOnlyList<AgentIntegration> Integrations { get; init; } = [];

    public bool MayReadRecords { get; init; }

    public bool MayLink { get; init; }

    /// <summary>Changes wait for a person.</summary>
    public bool ConfirmsWrites { get; init; } = true;

    public IReadOnlyList<Guid> Readable => [.. Integrations.Where(integration => integration.MayRead).Select(integration => integration.Id)];

    public IEnumerable<AgentAction> Actions =>
        Integrations.SelectMany(integration => integration.Actions.Select(action => new AgentAction(integration.Id, integration.Name, action.Name, action.Hash)));

    public AgentIntegration? Find(Guid integrationId) => Integrations.FirstOrDefault(integration => integration.Id == integrationId);

    public bool MayRead(Guid integrationId) => Find(integrationId) is { MayRead: true };

    public AgentAction? Action(Guid integrationId, string name) => Actions.FirstOrDefault(action => action.IntegrationId == integrationId && action.Name == name);
}
