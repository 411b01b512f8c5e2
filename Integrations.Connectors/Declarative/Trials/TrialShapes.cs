using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>
/// Whether answers fit the file. The engine passes over what it cannot read, so that one odd thing hides no others; here it is told,
/// because the reader can change the file.
/// </summary>
/// <param name="places">Of the file.</param>
internal sealed class TrialShapes(TrialPlaces places)
{
    /// <summary>Of a listing's answers.</summary>
    /// <returns>The step, failed with the first thing that does not fit, or with a note of fields that stay empty.</returns>
    public TrialStep Listed(TrialStep step, EntityPlan entity, ListingPlan plan, string member, IReadOnlyList<RecordedExchange> exchanges, VendorSession session, Func<JsonElement, JsonElement, bool>? isGone = null)
    {
        var things = new List<(JsonElement Item, JsonElement Answer, Func<string, string?> Facts)>();
        foreach (var (number, answer) in exchanges.Select((exchange, index) => (index + 1, exchange)).Where(pair => pair.exchange.Status is >= 200 and < 300).Select(pair => (pair.Item1, RecordedRequest.Json(pair.exchange.Body))))
        {
            if (answer is not { } body || plan.ItemsOf(body) is not { } items)
            {
                return Failed(step, $"Answer {number} has no list at '{plan.Items}'.", "entities", entity.Name, member, "items");
            }

            foreach (var (index, item) in items.Index())
            {
                if (item.ValueKind != JsonValueKind.Object)
                {
                    return Failed(step, $"Thing {index + 1} of answer {number} is no object but {Words(item)}.", "entities", entity.Name, member, "items");
                }

                if (isGone?.Invoke(item, body) == true)
                {
                    continue;
                }

                if (entity.ToEntity(item, body, name => session.Facts[name], isRead: false) is not { } thing)
                {
                    return Failed(step, $"Thing {index + 1} of answer {number} has no id of the shape '{entity.Shape}' at {string.Join(", ", entity.Id.Select(path => $"'{path}'"))}.", "entities", entity.Name, "id");
                }

                things.Add((item, body, Facts(entity, thing, session)));
            }
        }

        return Mapped(step, entity, entity.Map.All, ["map"], things);
    }

    /// <summary>Of the answer to a read.</summary>
    public TrialStep Read(TrialStep step, EntityPlan entity, ExternalEntity read, IReadOnlyList<RecordedExchange> exchanges, VendorSession session)
    {
        if (exchanges.Count == 0 || RecordedRequest.Json(exchanges[^1].Body) is not { } answer || entity.ReadItem.First(answer) is not { } item)
        {
            return step;
        }

        string[] map = entity.ReadMap is null ? ["map"] : ["read", "map"];
        return Mapped(step, entity, (entity.ReadMap ?? entity.Map).All, map, [(item, answer, Facts(entity, read, session))]);
    }

    private static Func<string, string?> Facts(EntityPlan entity, ExternalEntity thing, VendorSession session) => EntityPlan.WithId(entity.Parts(thing.Id) ?? [], name => session.Facts[name]);

    private TrialStep Mapped(TrialStep step, EntityPlan entity, IReadOnlyList<KeyValuePair<string, MappedValue>> map, string[] member, List<(JsonElement Item, JsonElement Answer, Func<string, string?> Facts)> things)
    {
        if (things.Count == 0)
        {
            return step;
        }

        var empty = new List<string>();
        foreach (var (field, value) in map)
        {
            var isList = entity.Lists.Contains(field);
            if (things.Exists(thing => value.Read(thing.Item, thing.Answer, thing.Facts, isList) is not null))
            {
                continue;
            }

            if (Met(value, things) is { } met)
            {
                return Failed(step, $"The field '{field}' is empty: {met}", ["entities", entity.Name, .. member, field]);
            }

            if (field == "title")
            {
                return Failed(step, $"No thing has a title: nothing stands at {Paths(value)}.", ["entities", entity.Name, .. member, field]);
            }

            var place = places.At(["entities", entity.Name, .. member, field]);
            empty.Add($"{field} (line {place.Line})");
        }

        return empty.Count == 0 ? step : step with { Note = Join(step.Note, $"Empty in all {things.Count}: {string.Join(", ", empty)}.") };
    }

    /// <summary>What a path found that is no value, in words; null where it found nothing.</summary>
    private static string? Met(MappedValue value, List<(JsonElement Item, JsonElement Answer, Func<string, string?> Facts)> things)
    {
        foreach (var source in value.Sources.Where(source => source is { Path: not null, Member: null } && (source.Form is null or "html")))
        {
            var found = things.SelectMany(thing => source.Path!.Find(thing.Item, thing.Answer)).FirstOrDefault(element => element.ValueKind is JsonValueKind.Array or JsonValueKind.Object);
            if (found.ValueKind == JsonValueKind.Array && found.GetArrayLength() > 0)
            {
                return $"'{source.Path}' meets a list; '{source.Path}[]' takes its items, '{source.Path}[0]' the first.";
            }

            if (found.ValueKind == JsonValueKind.Object)
            {
                return $"'{source.Path}' meets an object, with {VendorFailures.Clean(string.Join(", ", found.EnumerateObject().Select(one => one.Name).Take(6)), 120)}; name the member that is meant.";
            }
        }

        return null;
    }

    private TrialStep Failed(TrialStep step, string note, params string[] path) =>
        places.Placed(step with { Outcome = TrialOutcome.Failed, Note = note }, path);

    private static string Paths(MappedValue value) => string.Join(", ", value.Sources.Select(source => source.Path is { } path ? $"'{path}'" : "a text"));

    private static string Join(string? one, string other) => one is null ? other : $"{one} {other}";

    private static string Words(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => element.GetRawText(),
    };
}
