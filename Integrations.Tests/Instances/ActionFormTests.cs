using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Integrations.Web.Features.Instances.Forms;

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
        var fields = Fields(Schema);

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

        var values = ActionForm.Read(Fields(Schema), texts, []);

        Assert.Equal("""{"title":"Fix it","labels":["bug","urgent"],"number":7,"notify":true,"reason":"done","extra":{"a":1}}""", values.ToJsonString());
    }

    [Fact]
    public void Times_HaveControls_AndNamesAreSpelled()
    {
        var fields = Fields(JsonElement.Parse("""{"properties":{"startsAt":{"type":"string","format":"date-time","description":"With offset."},"due_date":{"type":"string","format":"date"}}}"""));

        Assert.Equal([("Starts at", "moment", null), ("Due date", "day", null)], fields.Select(f => (f.Label, f.Type, f.Help)));
    }

    [Fact]
    public void Read_BrokenJson_SaysSoBesideTheField()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);

        ActionForm.Read(Fields(Schema), new Dictionary<string, string>(StringComparer.Ordinal) { ["extra"] = "{" }, errors);

        Assert.StartsWith("Extra must be JSON", errors["extra"], StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_OfNoSchema_AreNone() => Assert.Empty(Fields(JsonElement.Parse("true")));

    /// <summary>As a tool whose maker thought of people writes it: what is within an object, lists of objects, and shapes to choose from.</summary>
    [Fact]
    public void Nested_Lists_AndAlternatives_AreSentAsTheSchemaAsks()
    {
        var fields = Fields(JsonElement.Parse("""
            {
              "type": "object", "required": ["person"],
              "$defs": { "address": { "type": "object", "properties": { "street": { "type": "string" }, "zip": { "type": "string" } } } },
              "properties": {
                "person": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "home": { "$ref": "#/$defs/address" } } },
                "rows": { "type": "array", "items": { "type": "object", "properties": { "sku": { "type": "string" }, "count": { "type": "integer", "default": 1 } } } },
                "when": { "title": "When", "oneOf": [{ "title": "At a time", "type": "string", "format": "date-time" }, { "title": "Later", "type": "object", "properties": { "kind": { "const": "later" }, "days": { "type": "integer" } } }] },
                "days": { "type": "array", "items": { "type": "string", "enum": ["mo", "tu"], "enumNames": ["Monday", "Tuesday"] } },
                "level": { "anyOf": [{ "type": "null" }, { "type": "integer", "enum": [1, 2] }] },
                "sizes": { "type": "array", "items": { "type": "number" } },
                "optional": { "type": "object", "properties": { "loud": { "type": "boolean", "default": true } } },
                "pin": { "type": "string", "format": "password" }
              }
            }
            """));

        Assert.Equal(
            ["person:group", "rows:rows", "when:variants", "days:many", "level:choice", "sizes:lines", "optional:group", "pin:text"],
            fields.Select(field => $"{field.Name}:{field.Type}"));
        Assert.Equal(["Monday", "Tuesday"], fields.Single(field => field.Name == "days").Choices.Select(choice => choice.Words));
        Assert.Equal(["At a time", "Later"], fields.Single(field => field.Name == "when").Variants.Select(one => one.Label));
        Assert.True(fields.Single(field => field.Name == "pin").Input.Secret);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [At("person", "name")] = "Ada",
            [At("person", "home", "zip")] = "10115",
            [ActionPath.Rows("rows")] = "3",
            [At("rows", "0", "sku")] = "A1",
            [At("rows", "2", "sku")] = "B2",
            [At("rows", "2", "count")] = "5",
            [ActionPath.Chosen("when")] = "1",
            [ActionPath.At(ActionPath.Variant("when", "1"), "days")] = "3",
            ["days"] = "tu",
            ["level"] = "2",
            ["sizes"] = "1.5\n2",
        };

        var sent = ActionForm.Read(fields, texts, []);

        // The row that was added and left empty is none, and what is optional and untouched is left out with its defaults.
        Assert.Equal(
            """{"person":{"name":"Ada","home":{"zip":"10115"}},"rows":[{"sku":"A1","count":1},{"sku":"B2","count":5}],"when":{"kind":"later","days":3},"days":["tu"],"level":2,"sizes":[1.5,2]}""",
            sent.ToJsonString());
        Assert.Equal(sent.ToJsonString(), ActionForm.Read(fields, ActionTexts.Of(fields, sent, onlyChosen: false), []).ToJsonString());
    }

    [Fact]
    public void LastTime_OnlyWhatWasChosen_IsThereByItself()
    {
        var action = Action(Schema) with { Hints = new Dictionary<string, ParameterHint>(StringComparer.Ordinal) { ["title"] = new() { LookUp = new ParameterLookUp(["issue"]) } } };
        var sent = JsonNode.Parse("""{"title":"WID-1","body":"Long ago","notify":false,"reason":"dropped","labels":["bug"],"gone":1}""")!.AsObject();

        Assert.Equal(["notify:false", "reason:dropped", "title:WID-1"], ActionTexts.Of(ActionForm.Fields(action), sent, onlyChosen: true).Select(text => $"{text.Key}:{text.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["body", "labels", "notify", "reason", "title"], ActionTexts.Of(ActionForm.Fields(action), sent, onlyChosen: false).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Values_WithoutAFieldOfTheirOwn_GoAlong_AndReplaceNone()
    {
        var fields = Fields(JsonElement.Parse("""{"type":"object","description":"Sent as the body.","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":true}"""));
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);

        Assert.Equal(["id", ActionField.Rest], fields.Select(field => field.Name));
        Assert.Equal("""{"id":"a","more":1}""", ActionForm.Read(fields, new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "a", [ActionField.Rest] = """{"more":1,"id":"b"}""" }, errors).ToJsonString());
        foreach (var broken in new[] { "{", "[1]", "5", """{"a":1,"a":2}""" })
        {
            errors.Clear();
            ActionForm.Read(fields, new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "a", [ActionField.Rest] = broken }, errors);
            Assert.StartsWith("Further values must be a JSON object", errors[ActionField.Rest], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rows_ThatAreRemoved_LeaveTheOthersInTheirOrder()
    {
        var form = new ActionFormState(Action(JsonElement.Parse("""{"properties":{"rows":{"type":"array","maxItems":3,"items":{"type":"object","properties":{"sku":{"type":"string"}}}}}}""")), (_, _) => throw new InvalidOperationException());
        foreach (var (row, sku) in new[] { "a", "b", "c" }.Index())
        {
            form.AddRow("rows");
            form.Set(At("rows", $"{row}", "sku"), sku);
        }

        form.RemoveRow("rows", 1);

        Assert.Equal("""{"rows":[{"sku":"a"},{"sku":"c"}]}""", form.Read().ToJsonString());
        Assert.Equal((2, 3), (form.Rows("rows"), form.Fields[0].Most));
    }

    [Theory]
    [InlineData("people[1].email is no e-mail address.", "people[1].email", "people", "1", "email")]
    [InlineData("labels[0] is too long.", "labels[0]", "labels")]
    [InlineData("a.b is required.", "a.b", "a.b")]
    [InlineData("people[1] must be an object.", "people[1]", "people")]
    [InlineData("people[1].age is unknown.", "people[1].age", "people")]
    public void Explain_WhatTheHubFindsWrong_StandsBesideItsField(string message, string place, params string[] path)
    {
        var form = new ActionFormState(
            Action(JsonElement.Parse("""{"properties":{"people":{"type":"array","items":{"type":"object","properties":{"email":{"type":"string"}}}},"labels":{"type":"array","items":{"type":"string"}},"a.b":{"type":"string"}}}""")),
            (_, _) => throw new InvalidOperationException());

        Assert.True(form.Explain(Failure.Invalid("validation", message) with { Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [place] = [message] } }));
        Assert.Equal(message, form.Error(At(path)));
        Assert.False(new ActionFormState(Action(Schema), (_, _) => throw new InvalidOperationException()).Explain(Failure.Invalid("vendor.refused", "No.")));
    }

    /// <summary>A value that is always the same has no field: what is wrong with it is said below the form.</summary>
    [Fact]
    public void Explain_WhatNoFieldShows_HasToBeSaidElsewhere()
    {
        var form = Form("""{"properties":{"kind":{"const":"later"},"title":{"type":"string"}}}""");
        Failure Refused(params string[] places) => Failure.Invalid("validation", "No.") with { Fields = places.ToDictionary(place => place, place => new[] { place }, StringComparer.Ordinal) };

        Assert.False(form.Explain(Refused("kind")));
        Assert.False(form.Explain(Refused("title", "kind")));
        Assert.Equal("title", form.Error("title"));
        Assert.True(form.Explain(Refused("title")));
    }

    [Fact]
    public void Explain_CountsTheRowsThatWereSent()
    {
        var form = Form("""{"properties":{"people":{"type":"array","items":{"type":"object","properties":{"email":{"type":"string"},"kids":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}}}}}}}""");
        form.AddRow("people");
        form.AddRow("people");
        form.Set(At("people", "1", "email"), "ada");
        form.AddRow(At("people", "1", "kids"));
        form.AddRow(At("people", "1", "kids"));
        form.Set(At("people", "1", "kids", "1", "name"), "x");
        Failure Refused(string place) => Failure.Invalid("validation", "No.") with { Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [place] = ["No."] } };

        Assert.Equal("""{"people":[{"email":"ada","kids":[{"name":"x"}]}]}""", form.Read().ToJsonString());
        form.Explain(Refused("people[0].email"));
        form.Explain(Refused("people[0].kids[0].name"));
        Assert.Equal(("No.", "No.", null), (form.Error(At("people", "1", "email")), form.Error(At("people", "1", "kids", "1", "name")), form.Error(At("people", "0", "email"))));

        // The answer to what was sent before a row went is of rows that are others by now.
        form.Read();
        form.RemoveRow("people", 0);
        Assert.True(form.Explain(Refused("people[0].email")));
        Assert.Equal(("No.", null), (form.Error("people"), form.Error(At("people", "0", "email"))));
    }

    [Fact]
    public void Rows_ThatAreAllRemoved_LeaveAnOptionalPartEmptyAgain()
    {
        var form = Form("""{"properties":{"order":{"type":"object","properties":{"note":{"type":"string"},"rows":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"}}}}}}}}""");
        var rows = At("order", "rows");

        form.AddRow(rows);
        Assert.Equal("{}", form.Read().ToJsonString());
        form.RemoveRow(rows, 0);

        Assert.Equal(("{}", 0, false), (form.Read().ToJsonString(), form.Rows(rows), form.IsTouched("order")));
        form.Fill(JsonNode.Parse("""{"order":{"rows":[]}}""")!.AsObject(), onlyChosen: false);
        Assert.False(form.IsTouched("order"));
    }

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("-2", "-2")]
    [InlineData("1e3", "1000")]
    [InlineData("1,5", "\"1,5\"")]
    [InlineData("1,000", "\"1,000\"")]
    public void Numbers_AreAsJsonWritesThem(string text, string sent) => Assert.Equal(
        $"{{\"size\":{sent}}}",
        ActionForm.Read(Fields(JsonElement.Parse("""{"properties":{"size":{"type":"number"}}}""")), new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = text }, []).ToJsonString());

    [Theory]
    [InlineData("""{"type":"string","writeOnly":true,"maxLength":4000}""")]
    [InlineData("""{"type":"string","format":"password","maxLength":4000}""")]
    [InlineData("""{"$ref":"#/$defs/secret"}""")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/secret"},{"description":"Of the door."}]}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"$ref":"#/$defs/secret"}]}""")]
    public void Secrets_AreMasked_AndNeitherCopiedNorFilledInAgain(string schema)
    {
        var form = Form($$"""{ "properties": { "message": {{schema}}, "title": { "type": "string" } }, "$defs": { "secret": { "type": "string", "writeOnly": true, "maxLength": 4000 } } }""");
        form.Set("message", "1234");
        form.Set("title", "Door");

        var field = form.Fields.Single(one => one.Name == "message");
        Assert.Equal(("text", true), (field.Type, field.Input.Secret));
        Assert.Equal("""{"title":"Door"}""", form.Peek().ToJsonString());
        Assert.Equal("""{"message":"1234","title":"Door"}""", form.Read().ToJsonString());
        Assert.Equal("title", Assert.Single(ActionTexts.Of(form.Fields, form.Read(), onlyChosen: false)).Key);
    }

    /// <summary>Words of a hint are texts, which a yes or no is not; constants of its schema are what they are.</summary>
    [Fact]
    public void YesOrNo_IsSentAsSuch_WhateverIsSaidOfIt()
    {
        var hints = new Dictionary<string, ParameterHint>(StringComparer.Ordinal) { ["loud"] = new() { Words = new Dictionary<string, string>(StringComparer.Ordinal) { ["true"] = "Loud", ["false"] = "Quiet" } } };
        var fields = ActionForm.Fields(Action(JsonElement.Parse("""{"properties":{"loud":{"type":"boolean"},"late":{"type":"boolean","enum":[true,false],"default":true}}}""")) with { Hints = hints });

        Assert.Equal(["loud:boolean", "late:choice"], fields.Select(field => $"{field.Name}:{field.Type}"));
        Assert.Equal(["true", "false"], fields[1].Options);
        Assert.Equal("""{"loud":true,"late":true}""", ActionForm.Read(fields, new Dictionary<string, string>(StringComparer.Ordinal) { ["loud"] = "true" }, []).ToJsonString());
        Assert.Equal("""{"late":false}""", ActionForm.Read(fields, new Dictionary<string, string>(StringComparer.Ordinal) { ["late"] = "false" }, []).ToJsonString());
    }

    [Fact]
    public void Changes_AreTold()
    {
        var form = Form("""{"properties":{"title":{"type":"string"},"rows":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"}}}}}}""");
        var told = 0;
        form.Changed += () => told++;

        form.Set("title", "a");
        form.AddRow("rows");
        form.RemoveRow("rows", 0);
        form.Fill(new JsonObject { ["title"] = "b" }, onlyChosen: false);

        Assert.Equal(4, told);
    }

    private static ActionFormState Form(string schema) => new(Action(JsonElement.Parse(schema)), (_, _) => throw new InvalidOperationException());

    private static string At(params string[] path) => path.Aggregate("", ActionPath.At);

    private static ActionDescriptor Action(JsonElement schema) => new("act", "Act", "Acts.", schema);

    private static IReadOnlyList<ActionField> Fields(JsonElement schema) => ActionForm.Fields(Action(schema));
}
