using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Core.Widgets;

/// <summary>What widgets show of one integration: its state, what happened through it, and the vendor's data.</summary>
public sealed class WidgetService(InstanceService instances, ActivityService activities, SearchService search, TimeProvider clock)
{
    /// <summary>001's widgets show these kinds.</summary>
    private static readonly string[] Shown = [ActivityTypes.Sync, ActivityTypes.Test, ActivityTypes.Connect, ActivityTypes.Disconnect];

    /// <summary>How an integration that the caller sees stands.</summary>
    /// <returns>The integration, or <c>integration.not_found</c>.</returns>
    public Task<Result<InstanceView>> StatusAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken) =>
        instances.GetAsync(caller, instanceId, cancellationToken);

    /// <param name="caller">Sees the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="range">How far back.</param>
    /// <param name="limit">1 to 100 rows; the total counts all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<Page<ActivityRow>>> ActivityAsync(Caller caller, Guid instanceId, TimeSpan range, int limit, CancellationToken cancellationToken)
    {
        if ((await instances.GetAsync(caller, instanceId, cancellationToken)).Failure is { } failure)
        {
            return failure;
        }

        var filter = new ActivityFilter { InstanceId = instanceId, Types = Shown, From = clock.GetUtcNow() - range };
        return await activities.PageAsync(caller, filter, new PageRequest(limit), cancellationToken);
    }

    /// <summary>The vendor's things of one type as rows of the wanted fields.</summary>
    /// <param name="caller">Sees the integration, and uses their own connection where it is user-scoped.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="request">One entity type.</param>
    /// <param name="fields">Members to include; empty means all.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public async Task<Result<Page<JsonObject>>> DataAsync(Caller caller, Guid instanceId, SearchRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        if (!(await instances.GetAsync(caller, instanceId, cancellationToken)).TryGet(out var view, out var failure))
        {
            return failure;
        }

        if (request.EntityTypes.FirstOrDefault(entity => !MayShow(view, entity)) is { } hidden)
        {
            return Failure.Forbidden($"'{Text.Cut(hidden, 60)}' of this integration may not be shown here: its allowedShardTypes leave it out.");
        }

        var found = await search.SearchAsync(caller, instanceId, request, cancellationToken);
        return found.Map(hits => new Page<JsonObject>([.. hits.Items.Select(item => Row(item, fields))], hits.Total ?? (hits.Items.Count + (hits.HasMore ? 1 : 0))));
    }

    /// <summary>A vendor entity is shown where one of our types that it stands for is allowed; one that stands for none is plain data.</summary>
    private static bool MayShow(InstanceView view, string entity)
    {
        var stands = view.Provider?.Document.EntityMappings.Where(m => m.Entity.Equals(entity, StringComparison.OrdinalIgnoreCase)).Select(m => m.ShardType).ToList() ?? [];
        return view.Instance.AllowedShardTypes.Count == 0 || stands.Count == 0 || stands.Exists(view.Instance.AllowedShardTypes.Contains);
    }

    private static JsonObject Row(ExternalEntity entity, IReadOnlyList<string> fields)
    {
        var row = new JsonObject { ["id"] = entity.Id, ["title"] = entity.Title, ["description"] = entity.Description, ["url"] = entity.Url };
        foreach (var (name, value) in entity.Metadata)
        {
            row.TryAdd(name, value?.DeepClone());
        }

        // Without its id a row could be shown but not opened.
        return fields.Count == 0 ? row : new JsonObject(row.Where(m => m.Key == "id" || fields.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
    }
}
