using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>At which site or server of a vendor integrations are connected: an id of a thing means something at one of them only.</summary>
internal sealed class VendorPlaces
{
    /// <summary>Of one integration; a person's connection says as much as anyone's.</summary>
    private const int MostConnections = 100;

    private readonly ILookup<Guid, string> _places;

    private VendorPlaces(ILookup<Guid, string> places) => _places = places;

    /// <param name="db">The connections.</param>
    /// <param name="manifest">Of the provider that all of them are of.</param>
    /// <param name="ids">Integrations.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<VendorPlaces> OfAsync(IntegrationsDbContext db, ProviderManifest? manifest, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (manifest is null or { Entities.Count: 0 })
        {
            // A provider without things, such as an address that is only sent to, has none that could be another's.
            return new VendorPlaces(Array.Empty<Connection>().ToLookup(c => c.InstanceId, _ => ""));
        }

        var rows = new List<Connection>();
        foreach (var id in ids)
        {
            // Each for itself: an integration that many people connect must not crowd out another. Those that live come first.
            rows.AddRange(await db.Connections.AsNoTracking().Where(c => c.InstanceId == id)
                .OrderBy(c => c.DisconnectedAt != null).ThenByDescending(c => c.ConnectedAt).ThenBy(c => c.Id).Take(MostConnections).ToListAsync(cancellationToken));
        }

        return new VendorPlaces(rows.GroupBy(c => c.InstanceId)
            // What was disconnected was there at last.
            .SelectMany(of => of.Any(c => c.DisconnectedAt is null) ? of.Where(c => c.DisconnectedAt is null) : of.Take(1))
            .SelectMany(c => HostsOf(manifest, c), (c, host) => (c.InstanceId, Host: host))
            .ToLookup(at => at.InstanceId, at => at.Host));
    }

    /// <summary>Both are known, and have none in common. What was never connected may become either.</summary>
    public bool Differ(Guid one, Guid other) => _places.Contains(one) && _places.Contains(other) && !_places[one].Intersect(_places[other], StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>The hosts that this account's vendor has, and not all accounts of the provider; an empty one for a vendor with the same address for everyone.</summary>
    private static IEnumerable<string> HostsOf(ProviderManifest manifest, Connection connection)
    {
        var typed = manifest.Auth.SelectMany(method => method.Fields).Where(field => field.Type == "url").Select(field => field.Name).Distinct(StringComparer.Ordinal)
            .Select(name => Uri.TryCreate(connection.Facts.GetValueOrDefault(name), UriKind.Absolute, out var address) ? CredentialHosts.Of(address) : null).OfType<string>();
        return CredentialHosts.Bound(manifest, connection.Hosts, connection.Facts).Concat(typed).Except(manifest.Hosts, StringComparer.OrdinalIgnoreCase).DefaultIfEmpty("");
    }
}
