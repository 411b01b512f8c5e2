using System.Text.Json.Nodes;

namespace Integrations.Sandbox.Declared;

/// <summary>Puts values where a provider file says that the vendor puts them.</summary>
internal static class JsonPlace
{
    /// <param name="root">The envelope; what is on the way is made.</param>
    /// <param name="path">Member names with dots between, each perhaps with <c>[0]</c> for a list of one; <c>$</c> is the answer itself.</param>
    /// <param name="value">What stands there.</param>
    public static JsonNode Put(JsonObject root, string path, JsonNode? value)
    {
        if (path == "$")
        {
            return value!;
        }

        var names = path.Split('.');
        var at = root;
        foreach (var name in names[..^1])
        {
            var plain = Plain(name);
            if ((at[plain] is JsonArray { Count: 1 } list ? list[0] : at[plain]) is not JsonObject next)
            {
                next = [];
                at[plain] = plain == name ? next : new JsonArray(next);
            }

            at = next;
        }

        var last = Plain(names[^1]);
        at[last] = last == names[^1] ? value : new JsonArray(value);
        return root;
    }

    private static string Plain(string name) => name.EndsWith("[0]", StringComparison.Ordinal) ? name[..^"[0]".Length] : name;
}
