using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>The connected calendars of a caller: integrations that propose things with a start for meetings.</summary>
public sealed class CalendarSources(LinkSources sources)
{
    /// <summary>By name; those that wait for a connection are left out.</summary>
    public async Task<Result<IReadOnlyList<LinkSource>>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        (await sources.ListAsync(caller, EntityTypes.Meeting, cancellationToken))
            .Map<IReadOnlyList<LinkSource>>(all => [.. all.Where(source => source.IsReady && source.Entities.Any(entity => entity.HasTime))]);

    /// <returns>The calendar, or <c>integration.not_found</c>.</returns>
    internal async Task<Result<LinkSource>> FindAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).TryGet(out var all, out var failure)
            ? all.FirstOrDefault(source => source.IntegrationId == integrationId) is { } source ? source : InstanceFailures.NotFound
            : failure;
}
