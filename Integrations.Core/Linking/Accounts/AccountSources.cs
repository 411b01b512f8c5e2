using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Linking.Accounts;

/// <summary>The organization's connected systems that know people by their address.</summary>
public sealed class AccountSources(InstanceService instances)
{
    /// <summary>Asked in one look; those after them by name are left out.</summary>
    public const int Most = 10;

    /// <summary>By name, each with its kinds of people alone. A person's own connection is not among them: what it shows is theirs.</summary>
    public async Task<Result<IReadOnlyList<LinkSource>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var found = new List<LinkSource>();
        var (offset, total) = (0, 1);
        while (offset < total && found.Count < Most)
        {
            var listed = await instances.ListAsync(
                caller, new InstanceFilter(InstanceStatus.Connected, Level: InstanceLevel.Organization), new PageRequest(PageRequest.MaxLimit, offset), cancellationToken);
            if (!listed.TryGet(out var page, out var failure))
            {
                return failure;
            }

            found.AddRange(page.Items.Select(view => Source(caller, view)).OfType<LinkSource>());
            (offset, total) = (offset + PageRequest.MaxLimit, Math.Min(page.Total, PageRequest.MaxOffset));
        }

        return found.Take(Most).ToList();
    }

    private static LinkSource? Source(Caller caller, InstanceView view)
    {
        if (view.Instance.UserScoped || view.Connection is not { Status: ConnectionStatus.Active } || LinkSources.Source(caller, view, EntityTypes.Person) is not { } source)
        {
            return null;
        }

        var people = source.Entities.Where(entity => view.Provider!.Connector!.Manifest.Entities.Any(own => own.Name == entity.Name && IsPerson(own))).ToList();
        return people.Count == 0 ? null : source with { Entities = people };
    }

    /// <summary>Someone with an address, and not a thing that names one, such as a ticket.</summary>
    private static bool IsPerson(ProviderEntity entity) =>
        entity.Fields.Any(field => field.Name == EntityFields.Email) && !entity.Fields.Any(field => field.Name is EntityFields.Assignee or EntityFields.Author or EntityFields.Start);
}
