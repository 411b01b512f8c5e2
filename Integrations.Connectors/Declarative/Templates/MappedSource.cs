using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Templates;

/// <summary>One way to find a value: a path, or a text with places that paths fill.</summary>
internal sealed record MappedSource
{
    public ValuePath? Path { get; init; }

    /// <summary>A fact of the connection that names a member of what the path finds; null where the path says it all.</summary>
    public string? Member { get; init; }

    /// <summary>A text with places: those of <see cref="With"/>, the thing's id, facts of the connection.</summary>
    public Template? Text { get; init; }

    public IReadOnlyDictionary<string, ValuePath> With { get; init; } = new Dictionary<string, ValuePath>(StringComparer.Ordinal);

    /// <summary>A text that lacks the value of one place is none: what is left of an id may be the same for all.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How a time or another value is written: <c>iso</c>, <c>unix</c>, <c>unix_ms</c>, <c>html</c>, <c>number</c>, <c>flag</c>; null for as it stands.</summary>
    public string? Form { get; init; }

    /// <summary>Between several texts.</summary>
    public string Join { get; init; } = "";

    /// <summary>Marks of the vendor that are taken out of texts.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>As metadata carries it.</summary>
    public JsonNode? Read(JsonElement item, JsonElement answer, Func<string, string?> facts, bool asList)
    {
        if (Text is not null || IsLine(asList))
        {
            return ReadText(item, answer, facts);
        }

        if (Member is null && !asList && Path!.IsSingle)
        {
            return Path.One(item, answer) is { } single ? One(single) : null;
        }

        var found = Member is null ? Path!.Find(item, answer)
            : Path!.Find(item, answer).Select(element => facts(Member) is { } name ? element.Member(name) : null).OfType<JsonElement>();
        if (asList)
        {
            var items = new JsonArray([.. found.Select(element => One(element)).OfType<JsonNode>().Take(100)]);
            return items.Count > 0 ? items : null;
        }

        if (Form is not (null or "html"))
        {
            return found.Select(element => One(element)).FirstOrDefault(value => value is not null);
        }

        var text = string.Join(Join, found.Select(element => One(element)?.ToString()).Where(one => !string.IsNullOrEmpty(one)));
        return text.Length > 0 ? text : null;
    }

    /// <summary>The same as a text.</summary>
    public string? ReadText(JsonElement item, JsonElement answer, Func<string, string?> facts)
    {
        if (Text is not null)
        {
            // A place of the vendor's own answer may be empty, unless the text has to be whole; one of the connection may not.
            string? Raw(string name) => With.TryGetValue(name, out var path) ? Plain(path.Find(item, answer)) ?? (IsWhole ? null : "") : facts(name);
            // What begins the text may be an address; what comes later is a part of one.
            var filled = Text.Fill(name => With.ContainsKey(name) ? Raw(name) : Raw(name) is { } fact ? Uri.EscapeDataString(fact) : null, Raw)?.Trim();
            return string.IsNullOrEmpty(filled) ? null : filled;
        }

        if (IsLine(asList: false))
        {
            return Path!.One(item, answer) is not { } single ? null
                // The caller makes it fit for its own place.
                : Form is null && Without.Count == 0 ? Visible(Scalar(single))
                : Line(single);
        }

        return Read(item, answer, facts, asList: false) switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            null => null,
            var other => other.ToJsonString(),
        };
    }

    /// <summary>Whether it is one text at most, as it stands or out of markup.</summary>
    private bool IsLine(bool asList) => Member is null && !asList && (Form is null or "html") && Text is null && Path!.IsSingle;

    private JsonNode? One(JsonElement element) => Form switch
    {
        "iso" => Time(VendorJson.ParseTime(element.Read())),
        "unix" => Time(Seconds(element, 1)),
        "unix_ms" => Time(Seconds(element, 1_000)),
        "number" => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) ? JsonValue.Create(number)
            : double.TryParse(element.Read(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number) ? JsonValue.Create(number) : null,
        "flag" => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(element.GetBoolean()) : null,
        _ => Line(element),
    };

    private string? Line(JsonElement element) => Cleaned(Form == "html" ? HtmlText.Plain(Scalar(element)) : Scalar(element));

    private static string? Visible(string? text) => Primitives.Text.IsVisible(text) ? text : null;

    private string? Cleaned(string? text) => EntityText.Description(Without.Count == 0 ? text : Without.Aggregate(text, (rest, mark) => rest?.Replace(mark, "", StringComparison.Ordinal)));

    private static JsonValue? Time(DateTimeOffset? time) => time.Iso() is { } iso ? JsonValue.Create(iso) : null;

    private static string? Plain(IEnumerable<JsonElement> found) => string.Join("", found.Select(Scalar)) is { Length: > 0 } text ? text : null;

    private static string? Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => element.TextOrNumber(),
    };

    private static DateTimeOffset? Seconds(JsonElement element, long perSecond) =>
        long.TryParse(Scalar(element), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number / perSecond is > -62_135_596_800 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds(perSecond == 1 ? number * 1_000 : number)
            : null;
}
