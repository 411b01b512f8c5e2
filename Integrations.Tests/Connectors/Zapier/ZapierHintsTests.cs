using System.Text.Json;
using Integrations.Connectors.Vendors.Zapier;

namespace Integrations.Tests.Connectors.Zapier;

/// <summary>What Zapier tells of an action's fields becomes the form's, whatever shape its choices have.</summary>
public sealed class ZapierHintsTests
{
    [Theory]
    [InlineData("""["low", "high"]""", "low=low;high=high")]
    [InlineData("""[{ "value": "1", "label": "Low" }, { "key": "2", "name": "High" }, { "label": "No value" }]""", "1=Low;2=High")]
    [InlineData("""{ "1": "Low", "2": "High" }""", "1=Low;2=High")]
    [InlineData("""[1, 2, 1]""", "1=1;2=2")]
    public void Choices_AreSuggestions(string choices, string words)
    {
        var hints = ZapierHints.Of(JsonElement.Parse($$"""{ "params": [{ "key": "priority", "type": "string", "choices": {{choices}} }] }"""));

        Assert.Equal(words, string.Join(';', hints["priority"].Words.Select(word => $"{word.Key}={word.Value}")));
    }

    [Fact]
    public void Texts_AreLong_WhereZapierSaysSo_AndWhatItSaysNothingOfHasNoHint()
    {
        var hints = ZapierHints.Of(JsonElement.Parse("""{ "params": [{ "key": "body", "type": "text" }, { "key": "name", "type": "string", "choices": null }, { "type": "text" }, 5] }"""));

        Assert.Equal("long", Assert.Single(hints).Value.Control);
        Assert.Empty(ZapierHints.Of(JsonElement.Parse("5")));
    }

    /// <summary>A word would be sent as text, which the type refuses.</summary>
    [Theory]
    [InlineData("boolean")]
    [InlineData("bool")]
    public void YesOrNo_HasNoWords(string type) =>
        Assert.Empty(ZapierHints.Of(JsonElement.Parse($$"""{ "params": [{ "key": "loud", "type": "{{type}}", "choices": { "true": "Loud", "false": "Quiet" } }] }""")));

    [Fact]
    public void ManyChoices_AreBounded()
    {
        var hints = ZapierHints.Of(JsonElement.Parse($$"""{ "params": [{ "key": "a", "choices": [{{string.Join(',', Enumerable.Range(0, 5_000))}}] }] }"""));

        Assert.Equal(500, hints["a"].Words.Count);
    }
}
