using System.Text.Json;
using Integrations.Web.Features.Instances;

namespace Integrations.Tests.Instances;

public sealed class ActionFormTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "required": ["title"],
          "properties": {
            "labels": { "type": "array", "title": "Labels", "items": { "type": "string" } },
            "title": { "type": "string", "title": "Title", "maxLength": 256 },
            "body": { "type": "string", "maxLength": 65536 },
            "number": { "type": "integer" },
            "notify": { "type": "boolean", "default": true },
            "reason": { "enum": ["done", "dropped"], "default": "done" },
            "extra": { "type": "object" }
          }
        }
        """);

    [Fact]
    public void Fields_FollowTheSchema_RequiredFirst()
    {
        var fields = ActionForm.Fields(Schema);

        Assert.Equal(("title", true), (fields[0].Name, fields[0].Required));
        Assert.Equal(
            ["title:text", "labels:lines", "body:long", "number:number", "notify:boolean", "reason:choice", "extra:json"],
            fields.Select(f => $"{f.Name}:{f.Type}"));
        Assert.Equal(["done", "dropped"], fields.Single(f => f.Name == "reason").Options);
    }

    [Fact]
    public void Read_GivesEachTextItsType_AndLeavesEmptyOnesOut()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = " Fix it ", ["labels"] = "bug\n\nurgent", ["number"] = "7", ["body"] = "  ", ["extra"] = "{\"a\":1}" };

        var values = ActionForm.Read(ActionForm.Fields(Schema), texts, []);

        Assert.Equal("""{"title":"Fix it","labels":["bug","urgent"],"number":7,"notify":true,"reason":"done","extra":{"a":1}}""", values.ToJsonString());
    }

    [Fact]
    public void Times_HaveControls_AndNamesAreSpelled()
    {
        var fields = ActionForm.Fields(JsonElement.Parse("""{"properties":{"startsAt":{"type":"string","format":"date-time","description":"With offset."},"due_date":{"type":"string","format":"date"}}}"""));

        Assert.Equal([("Starts at", "moment", null), ("Due date", "day", null)], fields.Select(f => (f.Label, f.Type, f.Help)));
    }

    [Fact]
    public void Read_BrokenJson_SaysSoBesideTheField()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);

        ActionForm.Read(ActionForm.Fields(Schema), new Dictionary<string, string>(StringComparer.Ordinal) { ["extra"] = "{" }, errors);

        Assert.StartsWith("Extra must be JSON", errors["extra"], StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_OfNoSchema_AreNone() => Assert.Empty(ActionForm.Fields(JsonElement.Parse("true")));
}
