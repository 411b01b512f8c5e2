using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Web.Api.Documents;

namespace Integrations.Tests.Api.Documents;

/// <summary>Makes any record that the API answers with, out of random values; what may be null often is.</summary>
internal sealed class RandomAnswers(Random random)
{
    private static readonly string[] Texts = ["", "x", "Ünïcode 🎉", "a\u2028b", "<script>", "null", "2024-01-01", "\"quoted\""];

    private readonly NullabilityInfoContext _nullability = new();

    public object Create(Type type) => Value(type, null, null)!;

    private object? Value(Type type, NullabilityInfo? nullability, OneOfAttribute? oneOf)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return random.Next(2) == 0 ? null : Value(inner, null, oneOf);
        }

        if (!type.IsValueType && nullability?.WriteState == NullabilityState.Nullable && random.Next(2) == 0)
        {
            return null;
        }

        return type switch
        {
            _ when type == typeof(string) => oneOf is null ? Texts[random.Next(Texts.Length)] : oneOf.Values[random.Next(oneOf.Values.Count)],
            _ when type == typeof(Guid) => Guid.NewGuid(),
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(int) => random.Next(),
            _ when type == typeof(long) => random.NextInt64(),
            _ when type == typeof(double) => random.NextDouble(),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddSeconds(random.Next()).AddMilliseconds(random.Next(1_000)),
            _ when type == typeof(JsonObject) => new JsonObject { ["any"] = random.Next(), ["none"] = null },
            _ when type == typeof(JsonNode) => JsonValue.Create(random.Next()),
            _ when type == typeof(JsonElement) => JsonElement.Parse("[1]"),
            _ when type == typeof(object) => "anything",
            _ when type.IsEnum => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
            _ when Items(type, typeof(IReadOnlyList<>)) is { } item => List(item[0], nullability, oneOf),
            _ when Items(type, typeof(IReadOnlyDictionary<,>)) is { } pair => Dictionary(pair[1], nullability),
            _ => Record(type),
        };
    }

    private IList List(Type item, NullabilityInfo? nullability, OneOfAttribute? oneOf)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (var i = random.Next(3); i > 0; i--)
        {
            list.Add(Value(item, nullability?.GenericTypeArguments.FirstOrDefault(), oneOf));
        }

        return list;
    }

    private IDictionary Dictionary(Type value, NullabilityInfo? nullability)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        for (var i = random.Next(3); i > 0; i--)
        {
            dictionary[$"key {i}"] = Value(value, nullability?.GenericTypeArguments.LastOrDefault(), null);
        }

        return dictionary;
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, IsGeneric(type, p) ? null : _nullability.Create(p), type.GetProperty(p.Name!)?.GetCustomAttribute<OneOfAttribute>()))]);
        var given = constructor.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties().Where(p => p.SetMethod is { IsPublic: true } && !given.Contains(p.Name) && !p.IsDefined(typeof(System.Text.Json.Serialization.JsonExtensionDataAttribute))))
        {
            property.SetValue(made, Value(property.PropertyType, _nullability.Create(property), property.GetCustomAttribute<OneOfAttribute>()));
        }

        return made;
    }

    /// <summary>What an envelope holds is there, whatever it is.</summary>
    private static bool IsGeneric(Type type, ParameterInfo parameter) =>
        type.IsGenericType && type.GetGenericTypeDefinition().GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == parameter.Name && p.ParameterType.ContainsGenericParameters));

    private static Type[]? Items(Type type, Type definition) =>
        (type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type : null)?.GetGenericArguments();
}
