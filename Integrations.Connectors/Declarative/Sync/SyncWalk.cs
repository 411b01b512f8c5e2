using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Sync;

/// <summary>Pulls what changed, one page a call; the listing stays the same between pages, as positions are places in its result.</summary>
/// <param name="session">The authenticated session.</param>
/// <param name="entity">A kind that has a <see cref="EntityPlan.Sync"/>.</param>
/// <param name="ask">Sends a request of the file and reads its answer.</param>
internal sealed class SyncWalk(VendorSession session, EntityPlan entity, Func<RequestPlan, Places, Task<Result<VendorAnswer>>> ask)
{
    /// <summary>Where vendors refuse a position that has grown too old.</summary>
    private static readonly int[] StalePosition = [400, 404, 410, 422];

    private readonly SyncPlan _plan = entity.Sync!;

    public async Task<Result<SyncPage>> PullAsync(string? cursor)
    {
        if (Begin(cursor) is not { } place)
        {
            return new SyncPage([], null, HasMore: true, Restart: true);
        }

        var listing = place.IsAtGone ? _plan.Gone! : _plan.Changes;
        var limit = listing.Paging.Fixed ?? Math.Min(SyncPlan.MostItems, listing.Paging.Most);
        var position = place.Position ?? listing.Paging.Start;
        var places = new Places(name => session.Facts[name]);
        places.Set("limit", limit);
        if (_plan.Delta is { } delta && (place.Position is null || delta.OnEveryPage))
        {
            places.Set("delta", JsonValue.Create(place.Delta ?? delta.First));
        }

        if (place.Since is { } since)
        {
            _plan.SetSince(places, since);
        }

        listing.Paging.Set(places, position);
        if (!(await ask(listing.Request, places)).TryGet(out var answer, out var failure))
        {
            return Refused(place, failure);
        }

        if (listing.ItemsOf(answer.Body) is not { } items)
        {
            return VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
        }

        var (changes, isOver) = Changes(place, items, answer.Body);
        var next = isOver ? null : listing.Paging.Next(answer.Response, answer.Body, position, items.Count, limit);
        return next is not null ? new SyncPage(changes, (place with { Position = next }).Encode(), HasMore: true)
            : !place.IsAtGone && _plan.Gone is not null ? new SyncPage(changes, (place with { Position = null, IsAtGone = true, IsRepeated = false }).Encode(), HasMore: true)
            : End(place, changes, answer);
    }

    /// <summary>Null for a place that this listing cannot have.</summary>
    private SyncPlace? Begin(string? cursor)
    {
        if (SyncPlace.Decode(cursor) is not { } place
            || (place.IsAtGone && _plan.Gone is null)
            || (place.Position is { } position && !(place.IsAtGone ? _plan.Gone! : _plan.Changes).Paging.Knows(position))
            || (place.Delta is not null && _plan.Delta is null)
            || (cursor is not null && place.Since is null && _plan.Delta is null))
        {
            return null;
        }

        var now = session.Clock.GetUtcNow();
        return place with { Started = place.Started ?? now, Since = place.Since ?? (_plan.Delta is null ? now - _plan.FirstReach : null) };
    }

    private Result<SyncPage> Refused(SyncPlace place, Failure failure)
    {
        var status = failure.VendorStatus ?? 0;
        if (place.Delta is not null && _plan.Delta!.GoneStatus.Contains(status))
        {
            return new SyncPage([], null, HasMore: true, Restart: true);
        }

        return place.Position is not null && !place.IsRepeated && StalePosition.Contains(status)
            ? new SyncPage([], (place with { Position = null, IsRepeated = true }).Encode(), HasMore: true)
            : failure;
    }

    private (IReadOnlyList<EntityChange> Changes, bool IsOver) Changes(SyncPlace place, IReadOnlyList<JsonElement> items, JsonElement answer)
    {
        var changes = new List<EntityChange>();
        foreach (var item in items.Where(item => item.ValueKind == JsonValueKind.Object))
        {
            if (place.IsAtGone || _plan.IsDeleted(item, answer))
            {
                var paths = place.IsAtGone && _plan.GoneId.Count > 0 ? _plan.GoneId : entity.Id;
                if (entity.IdOf([.. paths.Select(path => path.Find(item, answer).Select(VendorJson.TextOrNumber).FirstOrDefault(text => text is not null))]) is { } gone)
                {
                    changes.Add(new EntityChange(gone, null));
                }
            }
            else if (entity.ToEntity(item, answer, name => session.Facts[name], isRead: false) is { } found)
            {
                // What has no time cannot end the walk.
                if (_plan.IsNewestFirst && found.UpdatedAt < place.Since)
                {
                    return (changes, true);
                }

                changes.Add(new EntityChange(found.Id, found));
            }
        }

        return (changes, false);
    }

    private Result<SyncPage> End(SyncPlace place, IReadOnlyList<EntityChange> changes, VendorAnswer answer)
    {
        if (_plan.Delta is null)
        {
            return new SyncPage(changes, new SyncPlace(place.Started - _plan.Overlap).Encode(), HasMore: false);
        }

        return _plan.Delta.Of(answer.Body) is { } token
            ? new SyncPage(changes, new SyncPlace { Delta = token }.Encode(), HasMore: false)
            : VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
    }
}
