using System.Text.Json.Nodes;

namespace Integrations.Sandbox.Google;

/// <summary>A partial response: <c>items(id,start/dateTime),nextPageToken</c>; <c>*</c> stands for every member.</summary>
internal sealed class GoogleFields
{
    private readonly Dictionary<string, GoogleFields?> _members = new(StringComparer.Ordinal);

    /// <returns>Null when the mask cannot be read.</returns>
    public static GoogleFields? Parse(string mask)
    {
        var at = 0;
        return Read(mask, ref at) is { } fields && at == mask.Length ? fields : null;
    }

    public JsonObject Cut(JsonObject body)
    {
        var cut = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (_members.TryGetValue(name, out var inner) || _members.TryGetValue("*", out inner))
            {
                cut[name] = inner is null ? value?.DeepClone() : Cut(value, inner);
            }
        }

        return cut;
    }

    private static JsonNode? Cut(JsonNode? value, GoogleFields fields) => value switch
    {
        JsonObject inner => fields.Cut(inner),
        JsonArray items => new JsonArray([.. items.Select(item => Cut(item, fields))]),
        _ => value?.DeepClone(),
    };

    private static GoogleFields? Read(string mask, ref int at)
    {
        var fields = new GoogleFields();
        while (true)
        {
            var target = fields;
            string name;
            while (true)
            {
                name = Name(mask, ref at);
                if (name.Length == 0)
                {
                    return null;
                }

                if (at >= mask.Length || mask[at] != '/')
                {
                    break;
                }

                at++;
                target = target.Inner(name);
            }

            if (at < mask.Length && mask[at] == '(')
            {
                at++;
                if (Read(mask, ref at) is not { } inner || at >= mask.Length || mask[at] != ')')
                {
                    return null;
                }

                at++;
                target._members[name] = inner;
            }
            else
            {
                target._members.TryAdd(name, null);
            }

            if (at >= mask.Length || mask[at] != ',')
            {
                return fields;
            }

            at++;
        }
    }

    private GoogleFields Inner(string name)
    {
        if (!_members.TryGetValue(name, out var inner) || inner is null)
        {
            _members[name] = inner = new GoogleFields();
        }

        return inner;
    }

    private static string Name(string mask, ref int at)
    {
        var start = at;
        while (at < mask.Length && (char.IsAsciiLetterOrDigit(mask[at]) || mask[at] is '*' or '_' or ' '))
        {
            at++;
        }

        return mask[start..at].Trim();
    }
}
