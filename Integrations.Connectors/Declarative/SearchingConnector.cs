using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Sync;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative;

/// <summary>A provider file whose vendor has things that can be found and read.</summary>
internal class SearchingConnector(ProviderFile file) : DeclarativeConnector(file), ISearchEntities, IGetEntity, ISyncEntities
{
    /// <summary>One search reads at most so many of the vendor's pages; its cursor tells where to go on.</summary>
    private const int MostPages = 5;

    private const int MostWhereMatchedHere = 100;

    public IReadOnlyList<string> SyncableEntities { get; } = [.. file.Api.Entities.Where(entity => entity.Sync is not null).Select(entity => entity.Name)];

    public async Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        Api.Entities.FirstOrDefault(one => one.Name == entityType && one.Sync is not null) is { } entity
            ? await new SyncWalk(session, entity, (request, places) => AskAsync(session, request, places, cancellationToken)).PullAsync(cursor)
            : Failure.Invalid("sync.not_supported", $"{session.VendorName} tells no changes of '{VendorFailures.Clean(entityType, 60)}'.");

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        var listings = Api.Entities
            .Where(entity => query.Wants(entity.Name) && Manifest.Entities.Any(described => described.Name == entity.Name && described.Searchable))
            .Select(entity => Listing(session, entity, query)).OfType<SearchListing>().ToList();
        return ListingSearch.RunAsync(listings, query, wanted => wanted, MostPages, cancellationToken);
    }

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        var colon = externalId.IndexOf(':', StringComparison.Ordinal);
        var entity = colon > 0 ? Named(externalId.AsSpan(0, colon)) : null;
        if (entity?.Parts(externalId) is not { } parts)
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        var places = new Places(name => session.Facts[name]);
        EntityPlan.Set(places, "id", parts);
        if (!(await AskAsync(session, entity.Read, places, cancellationToken)).TryGet(out var answer, out var failure))
        {
            // The id is all that a GraphQL read was given: when it is refused for no reason of its own, it is the id.
            return entity.Read.GraphQL is not null && failure.Code == VendorFailures.Refused("", null).Code ? VendorFailures.NotFound(session.VendorName, null) : failure;
        }

        if (entity.ReadItem.First(answer.Body) is not { } item)
        {
            // GraphQL answers null for what is not there; a read that is a listing of one gives none.
            return (answer.Body.ValueKind == JsonValueKind.Object && entity.Read.GraphQL is not null && answer.Body.Member("data") is not null) || entity.ReadItem.PicksOutOfNothing(answer.Body)
                ? VendorFailures.NotFound(session.VendorName, null)
                : VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
        }

        return entity.ToEntity(item, answer.Body, name => session.Facts[name], isRead: true, entity.ReadKeepsId ? parts : null) is { } read
            ? read
            : VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
    }

    private EntityPlan? Named(ReadOnlySpan<char> name)
    {
        foreach (var entity in Api.Entities)
        {
            if (name.SequenceEqual(entity.Name))
            {
                return entity;
            }
        }

        return null;
    }

    private SearchListing? Listing(VendorSession session, EntityPlan entity, EntityQuery query)
    {
        var isAny = string.IsNullOrWhiteSpace(query.Text);
        var all = entity.List ?? (entity.Search is { WithoutText: true } or { MatchedHere: true } ? entity.Search : null);
        if ((isAny ? all : entity.Search ?? entity.List) is not { } plan)
        {
            return null;
        }

        var text = plan.Words.Clean(query.Text);
        if (text is null && !isAny)
        {
            // Of signs alone nothing is left for the vendor's search; they are looked for here.
            plan = all ?? plan;
        }

        IReadOnlyList<JsonElement>? before = null;
        var here = plan.MatchedHere || (!isAny && (text is null || plan == entity.List));
        return new SearchListing(
            async (position, size, ct) =>
            {
                if (!(await ReadAsync(session, entity, plan, query, text, position, here ? MostWhereMatchedHere : size, ct)).TryGet(out var page, out var failure))
                {
                    return failure;
                }

                var isRepeated = position is not null && before is not null && PagePrint.IsSame(page.Things, before);
                before = page.Things;
                return isRepeated ? new SearchListingPage([], null) { Partial = Stuck(session, entity, NextPlace.Repeated) } : page.Listed;
            },
            found => query.MatchesDates(found.Start ?? found.UpdatedAt ?? VendorJson.ParseTime(found.Text(EntityFields.CreatedAt))) && (!here || query.MatchesText(found)))
        {
            Name = entity.DisplayName,
            Knows = plan.Paging.Knows,
        };
    }

    /// <summary>What was found is shown; that there is more, which the vendor does not give, is said beside it.</summary>
    private static Failure? Stuck(VendorSession session, EntityPlan entity, NextPlace next) => next.Problem is null ? null
        : new Failure(FailureKind.VendorRefused, PartlyRead.Code, $"{session.VendorName} {next.Problem} of {entity.DisplayName}: what comes after it is not found here.");

    private async Task<Result<(SearchListingPage Listed, IReadOnlyList<JsonElement> Things)>> ReadAsync(
        VendorSession session, EntityPlan entity, ListingPlan plan, EntityQuery query, string? text, string? position, int size, CancellationToken cancellationToken)
    {
        var paging = plan.Paging;
        // A listing without pages is read whole, and cut into pages here.
        var limit = paging.Fixed ?? (paging.Kind == "none" ? paging.Most : Math.Min(size, paging.Most));
        position ??= paging.Start;
        Func<string, string?> fact = name => session.Facts[name];
        var places = new Places(fact);
        places.Set("text", text is not null && plan.Request.Path.HasName("text") ? PathParameter.Seen(text) : text);
        places.Set("limit", limit);
        places.Set("start", query.Start.Iso());
        places.Set("end", query.End.Iso());
        places.Set("startMs", query.Start?.ToUnixTimeMilliseconds());
        places.Set("endMs", query.End?.ToUnixTimeMilliseconds());
        paging.Set(places, position);
        if (!(await AskAsync(session, position is null ? plan.Request : plan.Further ?? plan.Request, places, cancellationToken)).TryGet(out var answer, out var failure))
        {
            return failure;
        }

        if (plan.ItemsOf(answer.Body) is not { } list)
        {
            return VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
        }

        var items = new List<ExternalEntity?>(list.Count);
        foreach (var item in list)
        {
            items.Add(item.ValueKind == JsonValueKind.Object ? entity.ToEntity(item, answer.Body, fact, isRead: false) : null);
        }

        var next = paging.Next(answer.Response, answer.Body, position, items.Count, limit);
        return (new SearchListingPage(items, next.Position) { Partial = Stuck(session, entity, next) }, list);
    }
}
