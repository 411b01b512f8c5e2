using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Tests.Actions;

public sealed class ParameterRedactionTests
{
    [Theory, Proves("L1")]
    [InlineData("password")]
    [InlineData("userPassword")]
    [InlineData("api_key")]
    [InlineData("apiKey")]
    [InlineData("APIKey")]
    [InlineData("X-Auth-Token")]
    [InlineData("Authorization")]
    [InlineData("client_secret")]
    [InlineData("refreshToken")]
    [InlineData("privateKey")]
    [InlineData("signature")]
    [InlineData("key")]
    public void IsSecretName_SecretWords_AreFound(string name) => Assert.True(ParameterRedaction.IsSecretName(name));

    [Theory]
    [InlineData("channel")]
    [InlineData("monkey")]
    [InlineData("keyboard")]
    [InlineData("issueKey")]
    [InlineData("projectKey")]
    [InlineData("author")]
    [InlineData("text")]
    public void IsSecretName_OrdinaryWords_StayReadable(string name) => Assert.False(ParameterRedaction.IsSecretName(name));

    [Fact, Proves("L1")]
    public void Redact_SecretsAtAnyLevel_BecomeStars()
    {
        var kept = Redact("""{"channel":"#general","headers":[{"Authorization":"Bearer abc"}],"login":{"password":{"value":"x"}},"token":null,"code":7}""");

        Assert.Equal("""{"channel":"#general","headers":[{"Authorization":"***"}],"login":{"password":"***"},"token":null,"code":7}""", kept);
    }

    [Fact, Proves("L1")]
    public void Redact_SchemaMarksAField_ItIsHidden()
    {
        var kept = Redact(
            """{"note":"n","door":"1234","list":[{"inner":"s"}]}""",
            """{"properties":{"door":{"writeOnly":true},"list":{"items":{"properties":{"inner":{"format":"password"}}}}}}""");

        Assert.Equal("""{"note":"n","door":"***","list":[{"inner":"***"}]}""", kept);
    }

    [Theory]
    [InlineData("""{"properties":{"door":{"$ref":"#/$defs/code"}},"$defs":{"code":{"type":"string","writeOnly":true}}}""")]
    [InlineData("""{"properties":{"door":{"$ref":"#/$defs/a"}},"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"format":"password"}}}""")]
    [InlineData("""{"properties":{"door":{"allOf":[{"type":"string"},{"format":"password"}]}}}""")]
    [InlineData("""{"properties":{"door":{"anyOf":[{"type":"null"},{"writeOnly":true}]}}}""")]
    [InlineData("""{"oneOf":[{"properties":{"other":{}}},{"properties":{"door":{"writeOnly":true}}}]}""")]
    [InlineData("""{"$ref":"#/$defs/all","$defs":{"all":{"properties":{"door":{"writeOnly":true}}}}}""")]
    [InlineData("""{"additionalProperties":{"writeOnly":true},"properties":{"note":{}}}""")]
    public void Redact_WhatIsMarkedBehindAReferenceOrInABranch_IsHidden(string schema) =>
        Assert.Equal("""{"note":"n","door":"***"}""", Redact("""{"note":"n","door":"1234"}""", schema));

    [Fact]
    public void Redact_ItemsBehindAReference_AreHidden() => Assert.Equal(
        """{"codes":["***","***"],"pair":["a","***"]}""",
        Redact(
            """{"codes":["1","2"],"pair":["a","b"]}""",
            """{"properties":{"codes":{"items":{"$ref":"#/$defs/code"}},"pair":{"prefixItems":[{},{"$ref":"#/$defs/code"}]}},"$defs":{"code":{"writeOnly":true}}}"""));

    [Fact]
    public void Redact_ReferencesInACircle_End_AndTooManyBranchesAreTakenForSecret()
    {
        Assert.Equal("""{"a":{"a":1}}""", Redact("""{"a":{"a":1}}""", """{"$ref":"#","allOf":[{"$ref":"#"}],"properties":{"a":{"$ref":"#"}}}"""));
        Assert.Equal("""{"a":"***"}""", Redact("""{"a":1}""", $$"""{ "properties": { "a": { "oneOf": [{{string.Join(',', Enumerable.Repeat("{}", 5_000))}}] } } }"""));
    }

    [Fact]
    public void Redact_LongTextsListsAndLevels_AreCut()
    {
        var kept = Redact($$"""{"text":"{{new string('x', 2_000)}}","list":[{{string.Join(',', Enumerable.Range(0, 50))}}],"deep":[[[[[[[[1]]]]]]]]}""");

        Assert.Contains(new string('x', 499) + "\\u2026", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(",20,", kept, StringComparison.Ordinal);
        Assert.Contains("\"deep\":[[[[[\"\\u2026\"]]]]]", kept, StringComparison.Ordinal);
    }

    private static string Redact(string value, string? schema = null) =>
        ParameterRedaction.Redact(JsonElement.Parse(value), schema is null ? default : JsonElement.Parse(schema))!.ToJsonString();

    /// <summary>What was hidden or cut is not offered again: it would be sent as it is shown.</summary>
    [Fact, Proves("L1")]
    public void WhatIsWhole_LeavesOutWhatWasHiddenOrCut()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 8)) + "1" + new string('}', 8);
        var sent = JsonElement.Parse($$"""
            {
              "title": "Kept", "flag": false, "none": null, "password": "x", "long": "{{new string('a', 600)}}", "sentence": "It goes on…", "few": [1, 2], "many": [{{string.Join(',', Enumerable.Range(0, 30))}}],
              "within": { "name": "kept" }, "secrets": { "of": 1 }, "box": { "apiKey": "x", "name": "y" }, "deep": {{deep}}
            }
            """);

        var whole = ParameterRedaction.WhatIsWhole(JsonSerializer.SerializeToElement(ParameterRedaction.Redact(sent)));

        Assert.Equal("""{"title":"Kept","flag":false,"none":null,"sentence":"It goes on\u2026","few":[1,2],"within":{"name":"kept"}}""", whole.ToJsonString());
        Assert.Empty(ParameterRedaction.WhatIsWhole(JsonElement.Parse("[1]")));
    }
}
