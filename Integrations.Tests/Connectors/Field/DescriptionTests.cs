using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Jira;

namespace Integrations.Tests.Connectors.Field;

/// <summary>Rich texts of vendors as plain ones: no word is lost.</summary>
public sealed class DescriptionTests
{
    private const string Document =
        """
        {"type":"doc","version":1,"content":[
         {"type":"paragraph","content":[{"type":"text","text":"State: "},{"type":"status","attrs":{"text":"BLOCKED","color":"red"}}]},
         {"type":"expand","attrs":{"title":"Steps to reproduce"},"content":[{"type":"paragraph","content":[{"type":"text","text":"inside"}]}]},
         {"type":"taskList","attrs":{"localId":"t"},"content":[
          {"type":"taskItem","attrs":{"localId":"1","state":"TODO"},"content":[{"type":"text","text":"first task"}]},
          {"type":"taskItem","attrs":{"localId":"2","state":"DONE"},"content":[{"type":"text","text":"second task"}]}]},
         {"type":"decisionList","attrs":{"localId":"d"},"content":[{"type":"decisionItem","attrs":{"localId":"3","state":"DECIDED"},"content":[{"type":"text","text":"we decide"}]}]},
         {"type":"embedCard","attrs":{"url":"https://board.example.test/42","layout":"center"}},
         {"type":"mediaSingle","content":[{"type":"media","attrs":{"type":"file","id":"m","collection":"c","alt":"the broken screen"}}]},
         {"type":"paragraph","content":[{"type":"text","text":"docs","marks":[{"type":"link","attrs":{"href":"https://docs.example.test/a"}}]}]}]}
        """;

    [Theory]
    [InlineData("Click here<https://meet.example.test/l/x> to join", "Click here https://meet.example.test/l/x to join")]
    [InlineData("Contact Jane <jane@example.test> or Joe", "Contact Jane <jane@example.test> or Joe")]
    [InlineData("if a<b then stop, c>d", "if a<b then stop, c>d")]
    [InlineData("Budget <unknown, ask finance. Second sentence matters.", "Budget <unknown, ask finance. Second sentence matters.")]
    [InlineData("<a href=\"https://docs.example.test/doc\">the doc</a>", "the doc (https://docs.example.test/doc)")]
    [InlineData("<style>p{color:red}</style><p>Agenda</p>", "Agenda")]
    [InlineData("<a href='https://acme.test/'>acme.test</a>, <a href=\"mailto:ada@acme.test\">ada@acme.test</a>", "acme.test, ada@acme.test")]
    [InlineData("<a href=\"https://acme.test\"></a>", "https://acme.test")]
    [InlineData("<a href=\"https://acme.test\">never ends", "never ends (https://acme.test)")]
    [InlineData("<a href=\"javascript:alert(1)\">look</a>", "look")]
    [InlineData("One<br>two<br/>three<ul><li>a</li><li>b</li></ul>", "One\ntwo\nthree\na\nb")]
    [InlineData("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c")]
    [InlineData("x < y and y > z; 1 <2", "x < y and y > z; 1 <2")]
    [InlineData("<script>alert('</p>')</script>left", "left")]
    [InlineData("<!-- hidden --><b>shown</b>", "shown")]
    [InlineData("<B CLASS=\"x\" dir=auto>bold</B>", "bold")]
    [InlineData("List<string> and <T>", "List<string> and <T>")]
    [InlineData("(<https://acme.test/a>)", "(https://acme.test/a)")]
    [InlineData("ends with <", "ends with <")]
    public void Html_OnlyWhatIsMarkup_IsTakenAway(string html, string right) => Assert.Equal(right, HtmlText.Plain(html));

    [Theory]
    [InlineData("inlineCard", """{"data":{"@type":"Document","name":"Launch plan","url":"https://docs.example.test/1"}}""", "Launch plan (https://docs.example.test/1)")]
    [InlineData("blockCard", """{"data":{"@id":"https://docs.example.test/2","summary":"What we know"}}""", "What we know (https://docs.example.test/2)")]
    [InlineData("blockCard", """{"data":{"name":"Only a name"}}""", "Only a name")]
    [InlineData("inlineCard", """{"data":{"url":"https://docs.example.test/3","name":""}}""", "https://docs.example.test/3")]
    [InlineData("inlineCard", """{"url":"https://docs.example.test/4"}""", "https://docs.example.test/4")]
    [InlineData("embedCard", """{"data":[1]}""", "")]
    public void AtlassianCard_ThatHoldsDataInPlaceOfAnAddress_KeepsNameAndAddress(string type, string attributes, string text) => Assert.Equal(
        $"See {text}".Trim(),
        JiraDocument.ToText(JsonElement.Parse($$$"""{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"See "},{"type":"{{{type}}}","attrs":{{{attributes}}}}]}]}"""))!.ReplaceLineEndings(""));

    [Fact]
    public void AtlassianDocument_KeepsEveryWord_AndEachTaskItsLine() => Assert.Equal(
        ["State: BLOCKED", "Steps to reproduce", "inside", "first task", "second task", "we decide", "https://board.example.test/42", "the broken screen", "docs (https://docs.example.test/a)"],
        JiraDocument.ToText(JsonElement.Parse(Document))!.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
