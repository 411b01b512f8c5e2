using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Web.Features.Instances.Forms;

namespace Integrations.Tests.Instances;

/// <summary>Schemas of workflow tools are strangers': a form stays one that can be shown, and what it does not show can still be sent.</summary>
public sealed class HostileSchemaTests
{
    [Fact]
    public void FiveHundredFields_AreCutToSoMany_TheRequiredOnesFirst_AndTheRestIsOneField()
    {
        var properties = new JsonObject(Enumerable.Range(0, 500).Select(number => KeyValuePair.Create<string, JsonNode?>($"field{number}", new JsonObject { ["type"] = "string" })));

        var fields = Fields(new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray("field499") });

        Assert.Equal(ActionFormReader.MostFields + 1, fields.Count);
        Assert.Equal("field499", fields[0].Name);
        Assert.Equal((ActionField.Rest, "400 further values"), (fields[^1].Name, fields[^1].Label));
        Assert.Equal("""{"field450":"x"}""", ActionForm.Read(fields, new Dictionary<string, string>(StringComparer.Ordinal) { [ActionField.Rest] = """{"field450":"x"}""" }, []).ToJsonString());
    }

    [Fact]
    public void DeepNesting_EndsInOneFieldOfJson()
    {
        JsonNode schema = new JsonObject { ["type"] = "string" };
        for (var level = 0; level < 30; level++)
        {
            schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["in"] = schema } };
        }

        var field = Assert.Single(Fields(schema.AsObject()));
        for (var level = 1; level < ActionFormReader.MostLevels; level++)
        {
            field = Assert.Single(field.Fields);
        }

        Assert.Equal("json", Assert.Single(field.Fields).Type);
    }

    [Theory]
    [InlineData("""{ "properties": { "a": { "$ref": "#" } } }""")]
    [InlineData("""{ "properties": { "a": { "$ref": "#/$defs/x" } }, "$defs": { "x": { "$ref": "#/$defs/x" } } }""")]
    [InlineData("""{ "properties": { "a": { "$ref": "https://elsewhere.example/schema.json" } } }""")]
    [InlineData("""{ "properties": { "a": { "anyOf": [{ "anyOf": [{ "$ref": "#/properties/a" }] }, { "$ref": "#" }] } } }""")]
    [InlineData("""{ "properties": { "a": { "type": "array", "items": { "type": "object", "properties": { "b": { "$ref": "#/properties/a" } } } } } }""")]
    [InlineData("""{ "properties": { "a": { "type": ["string", "array", "object", "number", "boolean", "null"] } } }""")]
    [InlineData("""{ "properties": { "a": { "type": 5, "enum": [], "title": [], "oneOf": "x", "items": 1, "maxLength": "y", "maxItems": -1 } }, "required": "a" }""")]
    public void ReferencesInACircle_AndWhatIsNoSchema_StillMakeAForm(string schema)
    {
        var fields = Fields(JsonNode.Parse(schema)!.AsObject());

        Assert.Equal("a", Assert.Single(fields).Name);
        Assert.InRange(Count(fields), 1, ActionFormReader.MostFields + 50);
        ActionForm.Read(fields, new Dictionary<string, string>(StringComparer.Ordinal), []);
    }

    [Fact]
    public void AlternativesWithinAlternatives_StayWithinTheWholeNumberOfFields()
    {
        JsonNode schema = new JsonObject { ["type"] = "string" };
        for (var level = 0; level < 8; level++)
        {
            schema = new JsonObject { ["oneOf"] = new JsonArray([.. Enumerable.Range(0, 8).Select(_ => schema.DeepClone()).Append(new JsonObject { ["type"] = "boolean" }).Take(level < 3 ? 9 : 2)]) };
        }

        Assert.InRange(Count(Fields(new JsonObject { ["properties"] = new JsonObject { ["a"] = schema } })), 1, ActionFormReader.MostFields + 1);
    }

    [Fact]
    public void AHugeEnum_IsSearched_AndStaysWhatItIs()
    {
        var values = new JsonArray([.. Enumerable.Range(0, 20_000).Select(number => (JsonNode)$"value_{number}")]);

        var field = Assert.Single(Fields(new JsonObject { ["properties"] = new JsonObject { ["a"] = new JsonObject { ["type"] = "string", ["enum"] = values } } }));

        Assert.Equal(("suggest", ActionFormReader.MostSuggestions), (field.Type, field.Choices.Count));
        Assert.Equal("""{"a":"value_19999"}""", ActionForm.Read([field], new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "value_19999" }, []).ToJsonString());
    }

    [Fact]
    public void Titles_AreOneLineOfText_OfABoundedLength()
    {
        var title = "<script>alert(1)</script>\u0007\n\u202Eevil" + new string('x', 5_000);

        var field = Assert.Single(Fields(new JsonObject { ["properties"] = new JsonObject { ["a"] = new JsonObject { ["type"] = "string", ["title"] = title, ["description"] = title } } }));

        Assert.InRange(field.Label.Length, 1, 200);
        Assert.InRange(field.Help!.Length, 1, 600);
        Assert.DoesNotContain('\n', field.Label);
        // The letter that turns what follows is closed within the title.
        Assert.EndsWith("\u2069", field.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_OfNamesOfStrangers_AreIds_AndNoTwoAreTheSame()
    {
        string[] names = ["title", "a b", "a.b", "a/b", "<b>", "\"x\"", "", new string('n', 500), new string('n', 501)];

        var ids = names.Select(ActionPath.Id).ToList();

        Assert.Equal("action-title", ids[0]);
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_-]{1,120}$", id));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private static int Count(IReadOnlyList<ActionField> fields) => fields.Sum(field => 1 + Count(field.Fields) + Count(field.Variants));

    private static IReadOnlyList<ActionField> Fields(JsonObject schema) => ActionForm.Fields(new ActionDescriptor("act", "Act", "Acts.", JsonSerializer.SerializeToElement(schema)));
}
