using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>Things of a vendor: how they are found, read and told apart.</summary>
internal sealed class EntityReader(ApiScope scope, RequestReader requests, ListingReader listings, MapReader maps)
{
    private readonly SyncReader _syncs = new(scope, listings);

    public EntityPlan? Read(string name, FileNode node)
    {
        var described = scope.Manifest.Entities.FirstOrDefault(entity => entity.Name == name);
        if (described is null)
        {
            scope.Problems.Add(node.Wrong($"'{name}' is not among the file's \"entities\"."));
            return null;
        }

        var id = node.FindTexts("id").Select(text => scope.PathOf(text, node.Find("id")!)).OfType<ValuePath>().ToList();
        bool IsOfThing(string place) => scope.IsFact(place) || place == "id" || ApiScope.IsPart(place, "id", id.Count);
        var read = node.Find("read")!;
        var search = listings.Read(node.Find("search"));
        var list = listings.Read(node.Find("list"));
        if (search is null && list is null && node.Find("search") is null && node.Find("list") is null && described.Searchable)
        {
            scope.Problems.Add(node.Wrong("There is neither 'search' nor 'list', so it cannot be searched; say \"searchable\": false in \"entities\", or how it is listed."));
        }

        var map = maps.Read(node.Find("map"), IsOfThing);
        if (!map.Exists(field => field.Key == "title"))
        {
            scope.Problems.Add(node.Find("map")!.Wrong("'title' is missing."));
        }

        var request = requests.Read(read.Find("request")!, IsOfThing, "the thing's id or a fact of the connection", reads: true);
        var item = scope.PathOf(read.FindText("item") ?? "$", read);
        var readId = read.Find("id") is { } own ? read.FindTexts("id").Select(text => scope.PathOf(text, own)).OfType<ValuePath>().ToList() : null;
        if (readId is not null && readId.Count != id.Count)
        {
            scope.Problems.Add(read.Wrong($"An id has {id.Count} parts here, and {readId.Count} in a read."));
        }

        if (request is null || item is null || id.Count == 0)
        {
            return null;
        }

        var plan = new EntityPlan
        {
            Name = name,
            DisplayName = described.DisplayName,
            Id = id,
            IdIsLastSegment = node.FindText("idFrom") == "last_segment",
            Shape = node.FindText("shape") ?? "any",
            Map = new FieldMap(map),
            Lists = described.Fields.Where(field => field.Type == "array").Select(field => field.Name).ToHashSet(StringComparer.Ordinal),
            Search = search,
            List = list,
            Read = request,
            ReadItem = item,
            ReadMap = read.Find("map") is { } again ? new FieldMap(maps.Read(again, IsOfThing)) : null,
            ReadId = readId,
            ReadKeepsId = read.Flag("sameId"),
        };
        return node.Find("sync") is { } sync ? plan with { Sync = _syncs.Read(sync, plan, node) } : plan;
    }

    public void Check(FileNode api)
    {
        if (scope.Entities.Count == 0 && scope.Manifest.Entities.Count > 0 && api.Find("entities") is null)
        {
            scope.Problems.Add(api.Wrong("The file's \"entities\" are not in the api section; say how they are read, or leave them out."));
        }

        foreach (var missing in scope.Manifest.Entities.Where(entity => scope.Entities.Count > 0 && !scope.Entities.ContainsKey(entity.Name) && api.Find("entities")?.Find(entity.Name) is null))
        {
            scope.Problems.Add(api.Find("entities")!.Wrong($"The entity '{missing.Name}' is described and not in the api section."));
        }
    }
}
