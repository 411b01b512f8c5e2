using System.Text.Json.Nodes;

namespace Integrations.Sandbox.Declared;

/// <summary>Puts values where a provider file says that the vendor puts them.</summary>
internal static class JsonPlace
{
    /// <param name="root">The envelope; what is on the way is made.</param>
    /// <param name="path">
    /// Member names with dots between, of OData's own members one with a dot; <c>[0]</c> behind one is the first item of a list, <c>[]</c>
    /// each of what is put there, which is left out when it is empty; <c>$</c> is the answer itself.
    /// </param>
    /// <param name="value">What stands there.</param>
    public static JsonNode Put(JsonObject root, string path, JsonNode? value)
    {
        if (path == "$")
        {
            return value!;
        }

        if (path.IndexOf("[]", StringComparison.Ordinal) is > 0 and var each)
        {
            var items = (JsonArray)value!;
            var wrapper = path[(each + 2)..].TrimStart('.');
            return items.Count == 0 ? root
                : Put(root, path[..each], wrapper.Length == 0 ? items : new JsonArray([.. items.Select(item => Put([], wrapper, item?.DeepClone()))]));
        }

        var names = Names(path);
        var at = root;
        foreach (var name in names[..^1])
        {
            at = name.EndsWith("[0]", StringComparison.Ordinal) ? First(at, name[..^3]) : Member(at, name);
        }

        var last = Plain(names[^1]);
        at[last] = last == names[^1] ? value : new JsonArray(value);
        return root;
    }

    private static string Plain(string name) => name.EndsWith("[0]", StringComparison.Ordinal) ? name[..^"[0]".Length] : name;

    private static JsonObject Member(JsonObject at, string name)
    {
        if (at[name] is not JsonObject next)
        {
            at[name] = next = [];
        }

        return next;
    }

    private static JsonObject First(JsonObject at, string name)
    {
        if (at[name] is not JsonArray list)
        {
            at[name] = list = [new JsonObject()];
        }

        return (JsonObject)list[0]!;
    }

    private static string[] Names(string path) =>
        path.StartsWith('@') ? [path] : path.Split('.');
}
