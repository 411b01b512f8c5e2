using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Sync;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>A kind of thing that the vendor has.</summary>
internal sealed record EntityPlan
{
    public const int MostIdParts = 3;

    private static readonly SearchValues<char> OfWords = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>The parts of its id, each one value of the thing.</summary>
    public required IReadOnlyList<ValuePath> Id { get; init; }

    /// <summary>The id stands at the end of an address or a name such as <c>people/c1</c>: what is behind the last slash of it.</summary>
    public bool IdIsLastSegment { get; init; }

    /// <summary><c>digits</c>, <c>uuid</c>, <c>word</c> or <c>any</c>: what a part of an id looks like; others are not found without a call.</summary>
    public string Shape { get; init; } = "any";

    /// <summary>Our fields: <c>title</c>, <c>description</c>, <c>url</c>, and members of the metadata.</summary>
    public required FieldMap Map { get; init; }

    /// <summary>Fields that are lists.</summary>
    public IReadOnlySet<string> Lists { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>With a text; the one of <see cref="List"/> where it takes no text.</summary>
    public ListingPlan? Search { get; init; }

    /// <summary>Without a text.</summary>
    public ListingPlan? List { get; init; }

    /// <summary>How its changes are pulled; null where the file does not say it.</summary>
    public SyncPlan? Sync { get; init; }

    public required RequestPlan Read { get; init; }

    /// <summary>Where the thing stands in the answer to a read.</summary>
    public required ValuePath ReadItem { get; init; }

    /// <summary>Of a read, where that answers in another shape than a listing; null where it does not.</summary>
    public FieldMap? ReadMap { get; init; }

    public IReadOnlyList<ValuePath>? ReadId { get; init; }

    /// <summary>A read does not repeat the id: it is the one that was asked for.</summary>
    public bool ReadKeepsId { get; init; }

    private string? Shown(string? id) => IdIsLastSegment ? id?[(id.LastIndexOf('/') + 1)..] : id;

    /// <summary>The entity in our words; null when it has no id.</summary>
    public ExternalEntity? ToEntity(JsonElement item, JsonElement answer, Func<string, string?> facts, bool isRead, IReadOnlyList<string?>? asked = null)
    {
        IReadOnlyList<string?> parts = asked ?? Parts(isRead ? ReadId ?? Id : Id, item, answer);
        for (var index = 0; index < parts.Count; index++)
        {
            if (!Fits(parts[index]))
            {
                return null;
            }
        }

        var find = WithId(parts, facts);
        var map = isRead ? ReadMap ?? Map : Map;
        var title = map.Title?.Text(item, answer, find);
        if (asked is not null && title is null)
        {
            // Without an id of its own an answer has to tell something else, to be one.
            return null;
        }

        var metadata = new List<KeyValuePair<string, JsonNode?>>(map.Metadata.Length);
        foreach (var (field, value) in map.Metadata)
        {
            if (value.Read(item, answer, find, Lists.Count > 0 && Lists.Contains(field)) is { } found)
            {
                metadata.Add(new(field, found is JsonValue text && text.TryGetValue<string>(out var line) ? AsValue(text, line) : found));
            }
        }

        return new ExternalEntity(
            $"{Name}:{(parts.Count == 1 ? parts[0] : string.Join('/', parts))}", Name, EntityText.Title(title, parts[^1]!),
            EntityText.Description(map.Description?.Text(item, answer, find)), EntityText.Link(map.Url?.Text(item, answer, find)))
        {
            Metadata = new JsonObject(metadata),
        };
    }

    /// <summary>The node itself, where the text can stay as it is.</summary>
    private static JsonNode? AsValue(JsonValue node, string line) => EntityText.Value(line) is var value && ReferenceEquals(value, line) ? node : value;

    private string?[] Parts(IReadOnlyList<ValuePath> paths, JsonElement item, JsonElement answer)
    {
        var parts = new string?[paths.Count];
        for (var index = 0; index < parts.Length; index++)
        {
            var path = paths[index];
            parts[index] = Shown(path.One(item, answer)?.TextOrNumber() ?? (path.IsSingle ? null : path.Find(item, answer).Select(VendorJson.TextOrNumber).FirstOrDefault(text => text is not null)));
        }

        return parts;
    }

    /// <summary>What a text of the map may name: the parts of the thing's id, and facts of the connection.</summary>
    public static Func<string, string?> WithId(IReadOnlyList<string?> parts, Func<string, string?> facts) => name => name == "id" ? parts[0]
        : name.Length == 3 && name.StartsWith("id", StringComparison.Ordinal) && name[2] - '1' is >= 0 and var index && index < parts.Count ? parts[index]
        : facts(name);

    /// <summary>The parts of an id as <see cref="ToEntity"/> made it, with or without the entity's name before it; null for what is none of ours.</summary>
    public IReadOnlyList<string>? Parts(string externalId)
    {
        var isNamed = externalId.Length > Name.Length && externalId[Name.Length] == ':' && externalId.StartsWith(Name, StringComparison.Ordinal);
        var parts = (isNamed ? externalId[(Name.Length + 1)..] : externalId).Split('/');
        return parts.Length == Id.Count && Array.TrueForAll(parts, Fits) ? parts : null;
    }

    /// <summary>The id of a thing whose parts were read elsewhere than in the thing, such as in an event; null for what is none of ours.</summary>
    public string? IdOf(IReadOnlyList<string?> parts)
    {
        IReadOnlyList<string?> shown = [.. parts.Select(Shown)];
        return shown.Count == Id.Count && shown.All(Fits) ? $"{Name}:{string.Join('/', shown)}" : null;
    }

    /// <summary>The id's first part under a name, and each part under the name with its number.</summary>
    public static void Set(Places places, string name, IReadOnlyList<string> parts)
    {
        JsonNode first = parts[0];
        places.Set(name, first);
        places.Set(name == "id" ? "id1" : name + "1", first);
        for (var index = 1; index < parts.Count; index++)
        {
            places.Set($"{name}{index + 1}", parts[index]);
        }
    }

    private bool Fits(string? part) => part is { Length: <= 200 } && PathParameter.IsSafe(part) && Shape switch
    {
        "digits" => !part.AsSpan().ContainsAnyExceptInRange('0', '9'),
        "uuid" => Guid.TryParse(part, out _),
        "word" => !part.AsSpan().ContainsAnyExcept(OfWords),
        _ => true,
    };
}
