using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>What a program may see: integrations, things in them, meetings, people and links; each only where it was granted.</summary>
public sealed class AgentReading(
    AgentAccess access, InstanceService instances, SearchService search, EntityService entities, MeetingService meetings, PersonService people, LinkService links)
{
    /// <summary>The integrations that the program may do something with.</summary>
    public async Task<IReadOnlyList<(AgentIntegration Granted, InstanceView View)>> ConnectedAsync(AgentStanding standing, CancellationToken cancellationToken)
    {
        var views = (await instances.ListAllAsync(standing.Caller, new InstanceFilter(), cancellationToken)).ToDictionary(view => view.Id);
        return [.. standing.Integrations.Where(granted => views.ContainsKey(granted.Id)).Select(granted => (granted, views[granted.Id]))];
    }

    /// <summary>Searches those that may be read; narrowing to others finds nothing in them.</summary>
    /// <returns>Outcomes as they come, or <c>validation</c>, <c>agents.not_granted</c>.</returns>
    public Result<IAsyncEnumerable<SearchOutcome>> Search(AgentStanding standing, GlobalSearchRequest request, CancellationToken cancellationToken)
    {
        var readable = standing.Readable;
        if (request.Integrations.FirstOrDefault(id => !readable.Contains(id)) is var other && other != Guid.Empty)
        {
            return Result<IAsyncEnumerable<SearchOutcome>>.Fail(AgentFailures.NotGranted($"Searching the integration {other}", access.Page));
        }

        // No list means all that its person may search, which is more than was granted.
        if (readable.Count == 0)
        {
            return Result<IAsyncEnumerable<SearchOutcome>>.Fail(AgentFailures.NotGranted("Searching", access.Page));
        }

        return SearchService.Check(standing.Caller, request) is { } invalid
            ? Result<IAsyncEnumerable<SearchOutcome>>.Fail(invalid)
            : Result<IAsyncEnumerable<SearchOutcome>>.Success(
                search.SearchAllAsync(standing.Caller, request with { Integrations = request.Integrations.Count == 0 ? readable : request.Integrations }, cancellationToken));
    }

    /// <summary>One thing, as its vendor shows it now.</summary>
    public async Task<Result<ExternalEntity>> ReadAsync(AgentStanding standing, Guid integrationId, string externalId, CancellationToken cancellationToken) =>
        standing.MayRead(integrationId)
            ? await entities.GetAsync(standing.Caller, integrationId, externalId, cancellationToken)
            : AgentFailures.NotGranted($"Reading the integration {integrationId}", access.Page);

    /// <summary>Meetings of the organization that the program's person sees.</summary>
    /// <param name="standing">Needs <see cref="AgentStanding.MayReadRecords"/>.</param>
    /// <param name="text">Part of the title, without regard to case; null for all.</param>
    /// <param name="limit">At most 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One page, or <c>agents.not_granted</c>.</returns>
    public async Task<Result<Page<MeetingRow>>> MeetingsAsync(AgentStanding standing, string? text, int limit, CancellationToken cancellationToken) =>
        standing.MayReadRecords
            ? await meetings.ListAsync(standing.Caller, new MeetingFilter(text), new PageRequest(limit), cancellationToken)
            : AgentFailures.NotGranted("Reading meetings and people", access.Page);

    /// <summary>People of the organization's address book.</summary>
    /// <param name="standing">Needs <see cref="AgentStanding.MayReadRecords"/>.</param>
    /// <param name="text">A part of name or address; null for all.</param>
    /// <param name="limit">At most 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One page, or <c>agents.not_granted</c>.</returns>
    public async Task<Result<Page<PersonRow>>> PeopleAsync(AgentStanding standing, string? text, int limit, CancellationToken cancellationToken) =>
        standing.MayReadRecords
            ? await people.ListAsync(standing.Caller, text, new PageRequest(limit), cancellationToken)
            : AgentFailures.NotGranted("Reading meetings and people", access.Page);

    /// <summary>What is linked to a meeting or person, of integrations that may be read.</summary>
    public async Task<Result<IReadOnlyList<EntityLinkView>>> LinksAsync(AgentStanding standing, string entityType, Guid entityId, CancellationToken cancellationToken)
    {
        if (!standing.MayReadRecords)
        {
            return AgentFailures.NotGranted("Reading meetings and people", access.Page);
        }

        var found = await links.GetEntityIntegrationLinksAsync(standing.Caller, entityType, entityId, cancellationToken);
        return found.Map<IReadOnlyList<EntityLinkView>>(all => [.. all.Where(link => standing.MayRead(link.IntegrationId))]);
    }
}
