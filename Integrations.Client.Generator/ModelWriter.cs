using System.Text;
using System.Text.Json.Nodes;

namespace Integrations.Client.Generator;

/// <summary>One shape as a class. A class, and no record: it prints its name only, so that no secret is printed with it.</summary>
internal static class ModelWriter
{
    public static string Write(ApiDocument api, string name, JsonObject schema)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(node => (string)node!).ToHashSet(StringComparer.Ordinal);
        var properties = schema["properties"]!.AsObject().Select(property => Property(property.Key, property.Value!.AsObject(), required.Contains(property.Key))).ToList();
        var code = new StringBuilder(CSharp.Head);
        if (properties.Exists(property => property.Contains("Json", StringComparison.Ordinal)))
        {
            code.Append("using System.Text.Json.Nodes;\n");
        }

        code.Append("\nnamespace Integrations.Client.Models;\n\n");
        if ((string?)schema["description"] is { } description)
        {
            code.Append(CSharp.Comment("", "summary", CSharp.Escape(description)));
        }

        return code.Append(api.IsEnvelope(name) ? "internal" : "public").Append(" sealed class ").Append(name).Append("\n{\n")
            .AppendJoin('\n', properties).Append("}\n").ToString();
    }

    private static string Property(string name, JsonObject schema, bool isRequired)
    {
        var comment = CommentOf(schema) is { Length: > 0 } text ? CSharp.Comment("    ", "summary", text) : "";
        var type = CSharp.TypeOf(schema);
        return CSharp.Camel(name) == name
            ? $"{comment}    public {(isRequired ? "required " : "")}{(isRequired ? type : CSharp.Nullable(type))} {CSharp.Pascal(name)} {{ get; init; }}\n"
            : throw new NotSupportedException($"{name} would need a name of its own.");
    }

    private static string CommentOf(JsonObject schema)
    {
        var description = (string?)schema["description"] ?? schema["oneOf"]?.AsArray().Select(one => (string?)one!["description"]).FirstOrDefault(text => text is not null) ?? "";
        var values = (schema["enum"] ?? schema["items"]?["enum"])?.AsArray().Where(value => value is not null).Select(value => (string)value!).ToList() ?? [];
        var missing = values.TrueForAll(value => description.Contains(value, StringComparison.Ordinal)) ? "" : $"Known values: {string.Join(", ", values)}.";
        return CSharp.Escape($"{description} {missing}".Trim());
    }
}
