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

    private const string EndlessCode = "sync.endless";
    private const string CrowdedCode = "sync.crowded";
    private const string StuckCode = "sync.stuck";

    /// <summary>At most half a million things; a vendor that goes on longer says the same again and again.</summary>
    private const int MostPages = 5_000;

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

        if ((place.IsAtGone ? place.Since : place.Reached ?? place.Since) is { } since)
        {
            _plan.SetSince(places, since);
        }

        // The call for further pages takes the token of the former walk as well: it is where that ended.
        position ??= listing.Further is null ? null : place.Delta;
        listing.Paging.Set(places, position);
        if (!(await ask(position is null ? listing.Request : listing.Further ?? listing.Request, places)).TryGet(out var answer, out var failure))
        {
            return Refused(place, failure);
        }

        if (listing.ItemsOf(answer.Body) is not { } items)
        {
            return VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
        }

        var (changes, isOver) = Changes(place, items, answer.Body);
        // An empty page is not the last where the vendor says that there is more: what changed may stand behind things that are left out.
        var print = PagePrint.Of(items);
        var next = isOver ? NextPlace.None
            : place.Position is not null && print is not null && print == place.Before
                // For each number behind its last page a vendor may give that page; one that takes no notice of numbers gives the first again.
                ? listing.Paging is { Kind: "page", More: null, Last: null } && place.Pages >= 2 ? NextPlace.None : NextPlace.Repeated
            : listing.Paging.Further(answer.Response, answer.Body, position, items.Count, limit);
        return next.Problem is { } problem ? Stuck(place, changes, problem)
            : next.Position is { } further ? GoOn(place with { Pages = place.Pages + 1, Seen = place.Seen + items.Count, Before = print }, changes, listing, further, limit, answer)
            : Leave(place, changes, answer, []);
    }

    /// <summary>What follows is not known, so that this is no whole listing: the next pull asks for all of it again.</summary>
    private SyncPage Stuck(SyncPlace place, IReadOnlyList<EntityChange> changes, string problem) => new(changes, place.Anew().Encode(), HasMore: false)
    {
        Refused = new Failure(FailureKind.VendorRefused, StuckCode, $"{session.VendorName} {problem} of {entity.DisplayName}, so that changes behind it are missing. The next pull begins anew."),
    };

    private Result<SyncPage> GoOn(SyncPlace place, IReadOnlyList<EntityChange> changes, ListingPlan listing, string next, int limit, VendorAnswer answer)
    {
        if (place.Pages > MostPages)
        {
            return new SyncPage(changes, place.Anew().Encode(), HasMore: false)
            {
                Refused = new Failure(FailureKind.VendorRefused, EndlessCode, $"{session.VendorName} lists changes of {entity.DisplayName} without an end. The next pull begins anew."),
            };
        }

        var isByTime = _plan.IsOldestFirst && !place.IsAtGone;
        if (isByTime && LastTime(changes) is { } last && _plan.IsLater(last, (place.Reached ?? place.Since)!.Value))
        {
            // Positions shift when what was given changes again in between, and end where the vendor's listing does.
            return new SyncPage(changes, (place with { Reached = last, Position = null, Seen = 0, IsRepeated = false, Before = null }).Encode(), HasMore: true);
        }

        if (!listing.Paging.IsBeyond(next, limit, place.Seen))
        {
            return new SyncPage(changes, (place with { Position = next }).Encode(), HasMore: true);
        }

        return isByTime
            ? new SyncPage(changes, place.Anew().Encode(), HasMore: false)
            {
                Refused = new Failure(FailureKind.VendorRefused, CrowdedCode, $"More changes of {entity.DisplayName} are of one moment than {session.VendorName} lists at once ({listing.Paging.UpTo}), so that those after them cannot be asked for."),
            }
            : Leave(place, changes, answer, [$"{session.VendorName} lists no more than {listing.Paging.UpTo} changes of {entity.DisplayName} at once; what is beyond them comes when it changes again."]);
    }

    /// <summary>Up to when a page gave everything; null where its times are not in order, so that something earlier may still come, or are not over yet.</summary>
    private DateTimeOffset? LastTime(IReadOnlyList<EntityChange> changes)
    {
        var times = changes.Select(change => change.Entity?.UpdatedAt).OfType<DateTimeOffset>().ToList();
        return times.Count > 0 && times[^1] <= session.Clock.GetUtcNow() && times.Zip(times.Skip(1)).All(pair => pair.First <= pair.Second) ? times[^1] : null;
    }

    /// <summary>After the last page of a listing.</summary>
    private Result<SyncPage> Leave(SyncPlace place, IReadOnlyList<EntityChange> changes, VendorAnswer answer, IReadOnlyList<string> leftOut) =>
        !place.IsAtGone && _plan.Gone is not null
            ? new SyncPage(changes, (place.Anew() with { IsAtGone = true, Pages = place.Pages }).Encode(), HasMore: true) { LeftOut = leftOut }
            : End(place, changes, answer).Map(page => page with { LeftOut = leftOut });

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
        return place with
        {
            Started = Earlier(place.Started, now) ?? now,
            Since = Earlier(place.Since, now) ?? (_plan.Delta is null ? now - _plan.FirstReach : null),
            Reached = Earlier(place.Reached, now),
        };
    }

    /// <summary>A time that has not come yet would leave out what changes until then.</summary>
    private static DateTimeOffset? Earlier(DateTimeOffset? time, DateTimeOffset now) => time > now ? now : time;

    private Result<SyncPage> Refused(SyncPlace place, Failure failure)
    {
        var status = failure.VendorStatus ?? 0;
        if (place.Delta is not null && _plan.Delta!.GoneStatus.Contains(status))
        {
            return new SyncPage([], null, HasMore: true, Restart: true);
        }

        if (place.Position is null || !StalePosition.Contains(status))
        {
            return failure;
        }

        // A second time it fails, and from the beginning of the listing: the position would be refused for ever.
        return place.IsRepeated
            ? new SyncPage([], place.Anew().Encode(), HasMore: false) { Refused = failure }
            : new SyncPage([], (place.Anew() with { IsRepeated = true, Pages = place.Pages }).Encode(), HasMore: true);
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
