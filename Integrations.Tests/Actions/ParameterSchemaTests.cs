using System.Text;
using System.Text.Json;
using Integrations.Core.Actions;
using Integrations.Primitives;

namespace Integrations.Tests.Actions;

public sealed class ParameterSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"x\"")]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"integer"}""", "123456789012345678901234567890")]
    [InlineData("""{"type":["string","null"]}""", "null")]
    [InlineData("""{"type":"number","minimum":0.1}""", "0.1")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""", "0.5")]
    [InlineData("""{"multipleOf":0.01}""", "0.07")]
    [InlineData("""{"enum":["a",1,null]}""", "1.0")]
    [InlineData("""{"const":{"a":1,"b":[2]}}""", """{"b":[2],"a":1.0}""")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"😀😀\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-11-21T09:30:00+01:00\"")]
    [InlineData("""{"format":"date"}""", "\"2024-02-29\"")]
    [InlineData("""{"format":"time"}""", "\"09:30:00Z\"")]
    [InlineData("""{"format":"email"}""", "\"ada.north+x@acme.test\"")]
    [InlineData("""{"format":"uri"}""", "\"https://example.com/a?b=c\"")]
    [InlineData("""{"format":"uri"}""", "\"mailto:ada@acme.test\"")]
    [InlineData("""{"format":"uuid"}""", "\"0f5532f9-36ba-4bef-86c7-30d607400b15\"")]
    [InlineData("""{"format":"ipv4"}""", "\"10.0.0.1\"")]
    [InlineData("""{"format":"hostname"}""", "\"a.example.com\"")]
    [InlineData("""{"format":"something-of-the-vendor"}""", "\"anything\"")]
    [InlineData("""{"pattern":"^[A-Z]{2}-[0-9]+$"}""", "\"AB-12\"")]
    [InlineData("""{"pattern":"(?<=a)b"}""", "\"left to the vendor\"")]
    [InlineData("""{"items":{"type":"string"},"minItems":1,"maxItems":2,"uniqueItems":true}""", """["a","b"]""")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}""", """["a",1,2]""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "5")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", "5")]
    [InlineData("""{"allOf":[{"minLength":1},{"maxLength":3}]}""", "\"abc\"")]
    [InlineData("""{"not":{"type":"null"}}""", "1")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"patternProperties":{"^x-":{}},"additionalProperties":false}""", """{"a":"b","x-c":1}""")]
    [InlineData("true", "[1]")]
    [InlineData("{}", "{}")]
    [InlineData("\"not a schema\"", "1")]
    [InlineData("""{"type":"a-type-of-the-future"}""", "1")]
    [InlineData("""{"$ref":"https://elsewhere.example/schema.json"}""", "1")]
    public void Check_ValueFits_IsAccepted(string rule, string value) => Assert.Null(CheckMember(rule, value));

    [Theory]
    [InlineData("""{"type":"string"}""", "1", "x must be a string.")]
    [InlineData("""{"type":"integer"}""", "1.5", "x must be an integer.")]
    [InlineData("""{"type":"integer"}""", "\"1\"", "x must be an integer.")]
    [InlineData("""{"type":["object","null"]}""", "[]", "x must be an object or null.")]
    [InlineData("""{"type":"boolean"}""", "\"true\"", "x must be a boolean.")]
    [InlineData("""{"minimum":1}""", "0.999999999999999999", "x must be at least 1.")]
    [InlineData("""{"maximum":10}""", "1e400", "x must be at most 10.")]
    [InlineData("""{"exclusiveMinimum":0}""", "0", "x must be greater than 0.")]
    [InlineData("""{"exclusiveMaximum":1}""", "1.0", "x must be less than 1.")]
    [InlineData("""{"multipleOf":0.5}""", "0.7", "x must be a multiple of 0.5.")]
    [InlineData("""{"enum":["low","high"]}""", "\"middle\"", "x must be one of low, high.")]
    [InlineData("""{"const":"yes"}""", "\"no\"", "x must be yes.")]
    [InlineData("""{"minLength":1}""", "\"\"", "x must not be empty.")]
    [InlineData("""{"minLength":3}""", "\"ab\"", "x must be at least 3 characters long.")]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "x must be at most 1 character long.")]
    [InlineData("""{"format":"date-time"}""", "\"2026-11-21T09:30:00\"", "x must be a date and time such as 2026-11-21T09:30:00Z.")]
    [InlineData("""{"format":"date-time"}""", "\"2026-02-30T09:30:00Z\"", "x must be a date and time such as 2026-11-21T09:30:00Z.")]
    [InlineData("""{"format":"date"}""", "\"21.11.2026\"", "x must be a date such as 2026-11-21.")]
    [InlineData("""{"format":"time"}""", "\"9 o'clock\"", "x must be a time such as 09:30:00Z.")]
    [InlineData("""{"format":"email"}""", "\"ada at acme\"", "x must be an e-mail address.")]
    [InlineData("""{"format":"email"}""", "\"a@b@c.example\"", "x must be an e-mail address.")]
    [InlineData("""{"format":"uri"}""", "\"/relative\"", "x must be a full address such as https://example.com/page.")]
    [InlineData("""{"format":"uuid"}""", "\"0f5532f936ba4bef86c730d607400b15\"", "x must be a UUID.")]
    [InlineData("""{"format":"ipv4"}""", "\"010.0.0.1\"", "x must be an IPv4 address.")]
    [InlineData("""{"format":"ipv6"}""", "\"10.0.0.1\"", "x must be an IPv6 address.")]
    [InlineData("""{"format":"hostname"}""", "\"a b\"", "x must be a host name.")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"ABC\"", "x does not have the expected form.")]
    [InlineData("""{"minItems":1}""", "[]", "x must have at least 1 item.")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "x must have at most 1 item.")]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2,"a":1.0}]""", "x must not hold the same item twice.")]
    [InlineData("""{"items":{"type":"string"}}""", """["a",2]""", "x[1] must be a string.")]
    [InlineData("""{"prefixItems":[{"type":"string"}]}""", "[1]", "x[0] must be a string.")]
    [InlineData("""{"minProperties":1}""", "{}", "x must have at least 1 member.")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "x must have at most 1 member.")]
    [InlineData("""{"required":["a"]}""", "{}", "x.a is required.")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"b":1}""", "x.b is not known here; known are: a.")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"b":1}""", "x.b must be a string.")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "true", "x must be a string or an integer.")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"object","required":["id"]}]}""", "{}", "x.id is required.")]
    [InlineData("""{"oneOf":[{"minLength":1},{"maxLength":3}]}""", "\"ab\"", "x has more than one of the accepted forms; it must have exactly one.")]
    [InlineData("""{"not":{"type":"null"}}""", "null", "x has a form that is not accepted.")]
    [InlineData("false", "1", "x is not accepted.")]
    public void Check_ValueBreaksARule_NamesFieldAndRule(string rule, string value, string expected)
    {
        var failure = CheckMember(rule, value);

        Assert.NotNull(failure);
        Assert.Equal((FailureKind.Invalid, "validation"), (failure.Kind, failure.Code));
        Assert.Equal(expected, failure.Message);
        Assert.StartsWith("x", Assert.Single(failure.Fields!).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void Check_ParametersAreNoObject_IsRefused(string parameters) =>
        Assert.Equal("parameters must be an object.", ParameterSchema.Check(Json("{}"), Json(parameters))?.Message);

    [Fact]
    public void Check_SeveralFieldsWrong_TellsThemAll()
    {
        var failure = ParameterSchema.Check(
            Json("""{"type":"object","required":["channel","text"],"properties":{"text":{"type":"string"},"people":{"items":{"properties":{"email":{"format":"email"}}}}}}"""),
            Json("""{"text":5,"people":[{"email":"ada@acme.test"},{"email":"nobody"}]}"""));

        Assert.Equal(["channel", "people[1].email", "text"], failure!.Fields!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["channel is required."], failure.Fields["channel"]);
    }

    [Fact]
    public void Check_RefusedText_IsNotRepeatedInTheMessage()
    {
        var failure = CheckMember("""{"maxLength":3,"pattern":"^a"}""", "\"hunter2-the-password\"");

        Assert.DoesNotContain("hunter2", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LocalReference_IsFollowed()
    {
        var schema = Json("""{"$defs":{"who":{"type":"object","required":["name"],"properties":{"boss":{"$ref":"#/$defs/who"}}}},"properties":{"who":{"$ref":"#/$defs/who"}}}""");

        Assert.Null(ParameterSchema.Check(schema, Json("""{"who":{"name":"Ada","boss":{"name":"Bo"}}}""")));
        Assert.Equal("who.boss.name is required.", ParameterSchema.Check(schema, Json("""{"who":{"name":"Ada","boss":{}}}"""))?.Message);
    }

    [Theory, Proves("I1")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#"},{"$ref":"#"}]}""")]
    [InlineData("""{"anyOf":[{"not":{"$ref":"#"}},{"$ref":"#"},{"$ref":"#"}]}""")]
    public void Check_SchemaThatRefersToItself_EndsWithARefusal(string schema) =>
        Assert.NotNull(ParameterSchema.Check(Json(schema), Json("{}")));

    [Fact, Proves("I1")]
    public void Check_DeepParameters_AreRefused()
    {
        string Nested(int levels) => "{\"a\":" + new string('[', levels) + new string(']', levels) + "}";

        Assert.Null(ParameterSchema.Check(Json("{}"), Json(Nested(ParameterSchema.MaxDepth - 1))));
        Assert.Equal("parameters must not nest deeper than 32 levels.", ParameterSchema.Check(Json("{}"), Json(Nested(ParameterSchema.MaxDepth + 1)))?.Message);
    }

    [Fact, Proves("I1")]
    public void Check_LargeParameters_AreRefused() =>
        Assert.Equal("parameters must be at most 256 KB.", ParameterSchema.Check(Json("{}"), Json($$"""{"a":"{{new string('x', ParameterSchema.MaxBytes)}}"}"""))?.Message);

    [Fact, Proves("I1")]
    public void Check_ManyErrors_AreCut()
    {
        var failure = ParameterSchema.Check(Json("""{"items":{},"additionalProperties":false}"""), Json("{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"m{i}\":1")) + "}"));

        Assert.InRange(failure!.Fields!.Count, 1, ParameterSchema.MaxErrors);
    }

    [Fact, Proves("I5")]
    public void Check_CatastrophicPattern_IsHarmless()
    {
        // With backtracking this text would take longer than the universe has.
        Assert.Equal("x does not have the expected form.", CheckMember("""{"pattern":"^(a+)+$"}""", $"\"{new string('a', 5_000)}!\"")?.Message);
        Assert.Null(CheckMember("""{"pattern":"((a{900}){900}){900}"}""", "\"a\""));
        Assert.Null(CheckMember("{\"pattern\":\"" + new string('(', 3_000) + "\"}", "\"a\""));
    }

    [Fact, Proves("I2")]
    public void Check_AnySchemaAndAnyValue_NeverThrows()
    {
        string[] values = ["null", "true", "1", "-0", "1e999", "\"\"", "\"2026\"", "[]", "[[1]]", "{}", """{"a":{"a":{}}}"""];
        string[] keywords = ["type", "enum", "const", "format", "required", "properties", "additionalProperties", "items", "prefixItems", "minLength", "maxLength",
            "minimum", "maximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "pattern", "allOf", "anyOf", "oneOf", "not", "$ref", "minProperties"];
        foreach (var keyword in keywords)
        {
            foreach (var rule in values.Append("\"date-time\"").Append("\"time\"").Append("\"email\"").Append("\"#/properties/x\""))
            {
                foreach (var value in values)
                {
                    _ = CheckMember($$"""{"{{keyword}}":{{rule}}}""", value);
                }
            }
        }
    }

    private static Failure? CheckMember(string rule, string value) =>
        ParameterSchema.Check(Json("{\"type\":\"object\",\"properties\":{\"x\":" + rule + "}}"), Json("{\"x\":" + value + "}"));

    private static JsonElement Json(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 200 });
        return JsonElement.ParseValue(ref reader);
    }
}
