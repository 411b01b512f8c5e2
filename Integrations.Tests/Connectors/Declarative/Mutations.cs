using System.Text;
using System.Text.Json.Nodes;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Files that are broken somewhere, the same on every run.</summary>
internal static class Mutations
{
    private static readonly string?[] Texts = ["", "x", "{", "}", "{{", "{text}", "{unknown}", "{a b}", "../..", "//evil.example", "https://evil.example", "a\r\nb", "\u0000", "\uFEFF", "[", "a[", "a[]", "a..b", "*", "^", "$", "last", "é漢", new string('x', 5_000), "true", "-1", "GET", "oauth2"];

    /// <summary>One to three places of the tree are changed, taken out, doubled or given another kind.</summary>
    public static byte[] OfJson(byte[] original, Random random)
    {
        var root = JsonNode.Parse(original)!;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var places = All(root).Where(node => node.Parent is not null).ToList();
            var place = places[random.Next(places.Count)];
            Put(place, random.Next(8) switch
            {
                0 => null,
                1 => JsonValue.Create(random.Next(-5, 100_000)),
                2 => JsonValue.Create(random.Next(2) == 0),
                3 => new JsonObject(),
                4 => new JsonArray(),
                5 => places[random.Next(places.Count)].DeepClone(),
                _ => JsonValue.Create(Texts[random.Next(Texts.Length)]),
            }, remove: random.Next(5) == 0, random);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    public static byte[] OfBytes(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.RemoveRange(at, random.Next(20) == 0 ? bytes.Count - at : 1); break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => All(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(All).Prepend(items),
        null => [],
        _ => [node],
    };

    private static void Put(JsonNode place, JsonNode? value, bool remove, Random random)
    {
        if (place.Parent is JsonObject members)
        {
            var name = place.GetPropertyName();
            members.Remove(name);
            if (!remove)
            {
                members[random.Next(6) == 0 ? name + "x" : name] = value;
            }
        }
        else if (place.Parent is JsonArray items)
        {
            var index = place.GetElementIndex();
            items.RemoveAt(index);
            if (!remove)
            {
                items.Insert(index, value);
            }
        }
    }
}
