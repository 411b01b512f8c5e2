using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Web.Features.Meetings;

/// <summary>What is connected and can hold an event for a meeting: integrations whose connector creates events, and that the person has a connection of.</summary>
public sealed class WritableCalendars(InstanceService instances, CatalogService catalog)
{
    /// <summary>What vendors' connectors of calendars call it.</summary>
    public const string CreateEvent = "create_event";

    /// <summary>Pages of a provider's integrations that are read at most: those without a connection of the person's stand among them.</summary>
    private const int MostPages = 10;

    /// <summary>By provider, and then by name.</summary>
    /// <param name="caller">Whose calendars.</param>
    /// <param name="words">Part of the name; null for all.</param>
    /// <param name="most">How many are wanted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>At most so many, and whether there are more; or why they cannot be listed.</returns>
    public async Task<Result<(IReadOnlyList<InstanceView> Found, bool HasMore)>> FindAsync(Caller caller, string? words, int most, CancellationToken cancellationToken)
    {
        var found = new List<InstanceView>();
        foreach (var provider in (await catalog.AllAsync(cancellationToken)).Where(CreatesEvents))
        {
            var filter = new InstanceFilter(InstanceStatus.Connected, provider.Key, words);
            for (var (offset, total, page) = (0, 1, 0); offset < total && page < MostPages && found.Count <= most; (offset, page) = (offset + PageRequest.MaxLimit, page + 1))
            {
                var listed = await instances.ListAsync(caller, filter, new PageRequest(PageRequest.MaxLimit, offset, "name"), cancellationToken);
                if (!listed.TryGet(out var rows, out var failure))
                {
                    return failure;
                }

                total = rows.Total;
                found.AddRange(rows.Items.Where(view => view.Connection is not null));
            }
        }

        return Result<(IReadOnlyList<InstanceView>, bool)>.Success(([.. found.Take(most)], found.Count > most));
    }

    private static bool CreatesEvents(CatalogEntry entry) => entry.Connector?.As<IRunActions>()?.KnownActions.Any(action => action.Name == CreateEvent) == true;
}
