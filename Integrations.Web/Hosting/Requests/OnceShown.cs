using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Whether an answer holds a member that is marked <see cref="ShownOnceAttribute"/>, by what its endpoint says it answers.</summary>
internal sealed class OnceShown
{
    private const int Deepest = 6;

    private readonly ConcurrentDictionary<Endpoint, string[]> _names = [];

    public bool IsIn(Endpoint? endpoint, ReadOnlyMemory<byte> body)
    {
        if (endpoint is null || body.IsEmpty || _names.GetOrAdd(endpoint, NamesOf) is not { Length: > 0 } names)
        {
            return false;
        }

        try
        {
            using var answer = JsonDocument.Parse(body);
            return Holds(answer.RootElement, names);
        }
        catch (JsonException)
        {
            // What cannot be read cannot be cleared.
            return true;
        }
    }

    internal static string[] NamesOf(Endpoint endpoint) =>
        [.. endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(answer => answer.Type).OfType<Type>()
            .SelectMany(type => MembersOf(type, 0)).Where(IsMarked).Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)).Distinct(StringComparer.Ordinal)];

    /// <summary>Of the type and of what hangs on it; only types of this program are looked into.</summary>
    internal static IEnumerable<PropertyInfo> MembersOf(Type type, int depth)
    {
        var own = type.IsArray ? type.GetElementType()! : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1] : type;
        return depth > Deepest || own.Assembly != typeof(OnceShown).Assembly
            ? []
            : own.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(member => MembersOf(member.PropertyType, depth + 1).Prepend(member));
    }

    internal static bool IsMarked(PropertyInfo member) => member.IsDefined(typeof(ShownOnceAttribute));

    private static bool Holds(JsonElement element, string[] names) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member =>
            (names.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind != JsonValueKind.Null) || Holds(member.Value, names)),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Holds(item, names)),
        _ => false,
    };
}
