using System.Text.Json.Nodes;

namespace Integrations.Sandbox.Declared;

/// <summary>Puts values where a provider file says that the vendor puts them.</summary>
internal static class JsonPlace
{
    /// <param name="root">The envelope; what is on the way is made.</param>
    /// <param name="path">Member names with dots between; <c>$</c> is the answer itself.</param>
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
            if (at[name] is not JsonObject next)
            {
                next = [];
                at[name] = next;
            }

            at = next;
        }

        at[names[^1]] = value;
        return root;
    }
}
