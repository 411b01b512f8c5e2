using System.Text.Json;

namespace Integrations.Web.Api.Mcp;

/// <summary>What a tool is called with, after its schema was checked.</summary>
internal sealed class McpArguments(JsonElement given)
{
    public static McpArguments Of(IDictionary<string, JsonElement>? given) => new(JsonSerializer.SerializeToElement(given ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)));

    /// <summary>All of it; an object.</summary>
    public JsonElement All => given;

    public string? Text(string name) => given.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    public int Number(string name, int otherwise) => given.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : otherwise;

    public IReadOnlyList<string> Texts(string name) =>
        given.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")] : [];

    public DateTimeOffset? Time(string name) => given.TryGetProperty(name, out var value) && value.TryGetDateTimeOffset(out var time) ? time : null;

    /// <summary>Undefined where it is not given.</summary>
    public JsonElement Object(string name) => given.TryGetProperty(name, out var value) ? value : default;
}
