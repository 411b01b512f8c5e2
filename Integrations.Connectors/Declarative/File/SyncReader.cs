using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Sync;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>How changes of one kind of thing are pulled.</summary>
internal sealed class SyncReader(ApiScope scope, ListingReader listings)
{
    private const int FirstDays = 30;
    private const int OverlapMinutes = 5;

    /// <param name="node">The entity's <c>sync</c>.</param>
    /// <param name="entity">The entity, as far as it was read.</param>
    /// <param name="given">The node of the entity.</param>
    public SyncPlan? Read(FileNode node, EntityPlan entity, FileNode given)
    {
        var of = node.FindText("of");
        if (of is null == (node.Find("request") is null) || (of is not null && (node.Find("items") ?? node.Find("paging")) is not null) || (of is null && node.Find("items") is null))
        {
            scope.Problems.Add(node.Wrong("Say either 'of', which names the listing that tells changes as well, or a 'request' with its 'items'."));
            return null;
        }

        var changes = of switch
        {
            null => listings.ReadChanges(node),
            "search" => entity.Search,
            _ => entity.List,
        };
        if (changes is null)
        {
            if (of is not null && given.Find(of) is null)
            {
                scope.Problems.Add(node.Find("of")!.Wrong($"This entity has no '{of}'."));
            }

            return null;
        }

        var delta = node.Find("delta");
        Check(node, of, changes, entity);
        var gone = node.Find("gone");
        var goneId = gone is null ? [] : gone.FindTexts("id").Select(text => scope.PathOf(text, gone.Find("id")!)).OfType<ValuePath>().ToList();
        if (goneId.Count > 0 && goneId.Count != entity.Id.Count)
        {
            scope.Problems.Add(gone!.Find("id")!.Wrong($"An id of '{entity.Name}' has {entity.Id.Count} parts."));
        }

        return new SyncPlan
        {
            Changes = changes,
            SinceForm = node.FindText("since"),
            IsNewestFirst = node.Flag("newestFirst"),
            IsOldestFirst = node.Flag("oldestFirst"),
            Delta = delta is not null && scope.Path(delta.Find("at")!) is { } at
                ? new DeltaPlan(at, delta.FindText("parameter"), delta.FindText("first"), delta.Flag("everyPage"), [.. (delta.Find("gone")?.Items ?? []).Select(item => int.Parse(item.Text, System.Globalization.CultureInfo.InvariantCulture))])
                : null,
            DeletedAt = node.Find("deleted") is { } deleted ? scope.Path(deleted.Find("path")!) : null,
            DeletedIs = node.Find("deleted")?.FindTexts("is") ?? [],
            Gone = gone is null ? null : listings.ReadChanges(gone),
            GoneId = goneId,
            FirstReach = TimeSpan.FromDays(node.FindNumber("firstDays") ?? FirstDays),
            Overlap = TimeSpan.FromMinutes(node.FindNumber("overlapMinutes") ?? OverlapMinutes),
        };
    }

    private void Check(FileNode node, string? of, ListingPlan changes, EntityPlan entity)
    {
        var takes = changes.Request.Names;
        var byTime = takes.Contains("since") || (of is not null && (takes.Contains("start") || takes.Contains("startMs")));
        var ways = new[] { byTime, node.Flag("newestFirst"), node.Find("delta") is not null }.Count(way => way);
        if (ways != 1)
        {
            scope.Problems.Add(node.Wrong("Changes are found in one of three ways: the request takes {since} ({start} where 'of' names a listing), or the listing is 'newestFirst', or the vendor has a 'delta' token."));
        }

        if (of is null && takes.Contains("since") != (node.Find("since") is not null))
        {
            scope.Problems.Add(node.Wrong("{since} in the request and 'since', which says how it is written, go together."));
        }

        // The call for further pages takes the token as {cursor}.
        if (node.Find("delta") is null ? takes.Contains("delta") : !takes.Contains("delta") && changes.Further is null)
        {
            scope.Problems.Add(node.Wrong("{delta} in the request and 'delta', which says where the token stands, go together."));
        }

        if (node.Find("delta") is not null && node.Find("gone") is not null)
        {
            scope.Problems.Add(node.Find("gone")!.Wrong("A vendor with a 'delta' token tells by it what is gone; a listing of what is gone goes with times."));
        }

        if (node.Flag("oldestFirst") && !byTime)
        {
            scope.Problems.Add(node.Find("oldestFirst")!.Wrong("A walk goes on from the last time only where the request takes {since}."));
        }

        if (node.Flag("oldestFirst") && !entity.Map.All.Any(field => field.Key == Entities.EntityFields.UpdatedAt))
        {
            scope.Problems.Add(node.Wrong("A walk that goes on from the last time needs 'updatedAt' in the map."));
        }

        if (node.Flag("newestFirst") && !entity.Map.All.Any(field => field.Key == Entities.EntityFields.UpdatedAt))
        {
            scope.Problems.Add(node.Wrong("A walk that ends at what is older needs 'updatedAt' in the map."));
        }

        if (of == "search" && !changes.WithoutText && !changes.MatchedHere)
        {
            scope.Problems.Add(node.Find("of")!.Wrong("This search wants a text; only a listing without one tells all that changed."));
        }

        if (of is not null && node.Find("deleted") is { } deleted)
        {
            scope.Problems.Add(deleted.Wrong("A listing that people search does not show what is gone: changes with deletions are a 'request' of their own."));
        }
    }
}
