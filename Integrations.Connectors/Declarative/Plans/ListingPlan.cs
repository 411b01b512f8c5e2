using System.Text.Json;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>How things of one kind are listed.</summary>
internal sealed record ListingPlan
{
    public required RequestPlan Request { get; init; }

    /// <summary>By what the pages behind the first are asked for, where it is another call; null where it is the same.</summary>
    public RequestPlan? Further { get; init; }

    /// <summary>Where the things stand in the answer: a list, or each item of one, which an answer without things may lack.</summary>
    public required ValuePath Items { get; init; }

    public required PagingPlan Paging { get; init; }

    /// <summary>The vendor does not look for words: they are matched here, over a few of its pages.</summary>
    public bool MatchedHere { get; init; }

    /// <summary>A search that lists everything when no text comes with it.</summary>
    public bool WithoutText { get; init; }

    public WordsPlan Words { get; init; } = WordsPlan.AsTyped;

    /// <summary>The things of an answer; null when it is none of this listing.</summary>
    public IReadOnlyList<JsonElement>? ItemsOf(JsonElement answer)
    {
        if (Items.Listed(answer) is not { } listed)
        {
            return Items.Spreads && answer.ValueKind == JsonValueKind.Object ? [] : null;
        }

        var things = new List<JsonElement>();
        foreach (var thing in listed)
        {
            if (thing.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                things.Add(thing);
            }
        }

        return things;
    }
}
