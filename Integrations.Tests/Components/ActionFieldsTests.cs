using System.Text.Json;
using System.Text.Json.Nodes;
using Bunit;
using Integrations.Connectors.Contracts;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Components;

/// <summary>An action's form as it is shown, whatever its schema.</summary>
public sealed class ActionFieldsTests : ComponentContext
{
    private readonly List<SearchRequest> _searches = [];

    public ActionFieldsTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Optional_IsFolded_WhereItIsMuch_OrWhereTheActionSaysSo()
    {
        var form = Form("""{"required":["title"],"properties":{"title":{"type":"string"},"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"},"near":{"type":"string"}}}""", hints => hints["near"] = new ParameterHint { IsFolded = false });

        var fields = Show(form);

        Assert.Equal(["action-title", "action-near"], fields.FindAll("input").Select(input => input.Id).Take(2));
        Assert.Equal(3, fields.FindAll("details input").Count);
        Assert.Null(fields.Find("details").GetAttribute("open"));
        form.Set("b", "x");
        fields.Render(given => given.Add(f => f.Fields, form.Fields));
        Assert.NotNull(fields.Find("details").GetAttribute("open"));
    }

    [Fact]
    public void Parts_AreFieldsetsWithLegends_AndRowsComeAndGo()
    {
        var form = Form("""{"properties":{"people":{"title":"Person","type":"array","items":{"type":"object","properties":{"email":{"type":"string","title":"E-mail"}}}},"place":{"type":"object","title":"Place","properties":{"city":{"type":"string"}}}}}""");
        var fields = Show(form);

        Assert.Equal(["Person (optional)", "Place (optional)"], fields.FindAll("legend").Select(legend => legend.TextContent.Trim()));
        Button(fields, "Add: Person").Click();
        Button(fields, "Add: Person").Click();
        fields.FindAll("fieldset fieldset input")[1].Input("b@acme.test");
        Button(fields, "Remove Person 1").Click();

        Assert.Equal("""{"people":[{"email":"b@acme.test"}]}""", form.Read().ToJsonString());
        Assert.Equal("b@acme.test", fields.Find("fieldset fieldset input").GetAttribute("value"));
    }

    [Fact]
    public void ALookUp_AsksTheVendor_WithinWhatIsFilledInBesideIt()
    {
        var form = Form(
            """{"properties":{"repository":{"type":"string","title":"Repository"},"number":{"type":"integer","title":"Number"}}}""",
            hints => hints["number"] = new ParameterHint { LookUp = new ParameterLookUp(["issue"]) { Value = "number", Within = new Dictionary<string, string>(StringComparer.Ordinal) { ["container"] = "repository" } } });
        var fields = Show(form);

        fields.Find("#action-repository").Input("acme/widgets");
        fields.Find("#action-number").KeyDown("ArrowDown");
        fields.WaitForAssertion(() => Assert.Single(fields.FindAll("[role=option]")));
        fields.Find("[role=option]").Click();

        var asked = Assert.Single(_searches);
        Assert.Equal(("issue", "acme/widgets", 0, LookUpPage.Size), (Assert.Single(asked.EntityTypes), asked.Filters["container"], asked.Offset, asked.Limit));
        Assert.Equal("""{"repository":"acme/widgets","number":7}""", form.Read().ToJsonString());
    }

    [Fact]
    public void AListWithALookUp_GetsWhatIsPickedAsALineMore()
    {
        var form = Form("""{"properties":{"people":{"type":"array","title":"People","items":{"type":"string"}}}}""", hints => hints["people"] = new ParameterHint { LookUp = new ParameterLookUp(["user"]) { Value = "number" } });
        form.Set("people", "ada");
        var fields = Show(form);

        fields.Find("#action-people-add").KeyDown("ArrowDown");
        fields.WaitForAssertion(() => Assert.Single(fields.FindAll("[role=option]")));
        fields.Find("[role=option]").Click();

        Assert.Equal("""{"people":["ada","7"]}""", form.Read().ToJsonString());
    }

    [Fact]
    public void Choices_ReadInTheLanguageOfThePage()
    {
        using var speaking = new Speaking("de");
        var form = Form("""{"properties":{"priority":{"type":"integer","title":"Priority"},"days":{"type":"array","title":"Day","items":{"enum":["high","low"]}}}}""", hints => hints["priority"] = new ParameterHint { Words = new Dictionary<string, string>(StringComparer.Ordinal) { ["1"] = "Urgent", ["4"] = "Low" } });

        Assert.Equal(["Priorität", "Tag"], form.Fields.Select(field => field.Label));
        Assert.Equal(["Dringend", "Niedrig", "Hoch", "Niedrig"], form.Fields.SelectMany(field => field.Choices).Select(choice => choice.Words));
        form.Set("priority", "4");
        Assert.Equal("""{"priority":4}""", form.Read().ToJsonString());
        Assert.Contains("Hoch", Show(form).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_OfAStranger_IsText()
    {
        var fields = Show(Form("""{"properties":{"a":{"type":"string","title":"<img src=x onerror=alert(1)>","description":"<script>x</script>"},"b":{"type":"object","title":"<b>","properties":{"c":{"type":"string"}}}}}"""));

        Assert.Empty(fields.FindAll("img, script, b"));
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", fields.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void AListWithALookUp_KeepsItsDefaults_AndTakesWhatIsTypedByEnter_Once()
    {
        var form = Form("""{"properties":{"people":{"type":"array","title":"People","default":["ada"],"items":{"type":"string"}}}}""", hints => hints["people"] = new ParameterHint { LookUp = new ParameterLookUp(["user"]) });
        var fields = Show(form);

        foreach (var typed in new[] { " zoe ", "zoe", "ada", " " })
        {
            fields.Find("#action-people-add").Input(typed);
            fields.Find("#action-people-add").KeyDown("Enter");
        }

        Assert.Equal("""{"people":["ada","zoe"]}""", form.Read().ToJsonString());
        Assert.Equal("ada\nzoe", fields.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void Folded_StaysOpen_WhileSomeoneIsAtIt()
    {
        var form = Form("""{"required":["title"],"properties":{"title":{"type":"string"},"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"}}}""");
        var fields = Show(form);

        foreach (var text in new[] { "x", "" })
        {
            fields.Find("#action-a").Input(text);
            fields.Render(given => given.Add(f => f.Fields, form.Fields));
            Assert.NotNull(fields.Find("details").GetAttribute("open"));
        }
    }

    private ActionFormState Form(string schema, Action<Dictionary<string, ParameterHint>>? hint = null)
    {
        var hints = new Dictionary<string, ParameterHint>(StringComparer.Ordinal);
        hint?.Invoke(hints);
        return new ActionFormState(new ActionDescriptor("act", "Act", "Acts.", JsonElement.Parse(schema)) { Hints = hints }, (request, _) =>
        {
            _searches.Add(request);
            return Task.FromResult<Result<SearchHits>>(new SearchHits([new Integrations.Connectors.Entities.ExternalEntity("issue:acme/widgets:7", "issue", "Fix it", null, null) { Metadata = new JsonObject { ["number"] = 7 } }], 1, HasMore: false));
        });
    }

    private IRenderedComponent<ActionFields> Show(ActionFormState form)
    {
        _ = Dialogs;
        return Render<ActionFields>(given => given.Add(f => f.Form, form).Add(f => f.Fields, form.Fields));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ActionFields> fields, string text) => fields.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
