using Integrations.Connectors.Contracts;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Search;

/// <summary>
/// What was last found, for showing with its age while a vendor is in trouble (RELIABILITY G3). Kept by this process for five
/// minutes, for the very person and connection that found it: no one is shown what another account may see.
/// </summary>
public sealed class SearchCache(TimeProvider clock)
{
    /// <summary>Older results would tell more wrong than right.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private const int MostKept = 1_000;

    private readonly ExpiringCache<Key, SearchHits> _found = new(clock, MostKept);

    internal static Key KeyOf(Caller caller, Guid instanceId, Guid connectionId, EntityQuery query, int offset) => new(
        caller.OrganizationId, caller.UserId, instanceId, connectionId,
        Text.Json(new { query.Text, query.Limit, offset, query.Start, query.End, query.EntityTypes, filters = query.Filters.OrderBy(f => f.Key, StringComparer.Ordinal) })!);

    internal void Keep(Key key, SearchHits hits)
    {
        var now = clock.GetUtcNow();
        _found.Remember(key, hits with { FoundAt = now }, now + KeptFor);
    }

    internal SearchHits? Find(Key key) => _found.TryGet(key, out var hits) ? hits : null;

    internal readonly record struct Key(Guid? OrganizationId, Guid? UserId, Guid InstanceId, Guid ConnectionId, string Question);
}
