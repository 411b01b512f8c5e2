using Bunit;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using static Integrations.Web.Localization.Text;

namespace Integrations.Tests.Components;

/// <summary>A moment in a form that keeps "nothing" as an empty text, as the forms of actions do.</summary>
public sealed class MomentFieldTests : ComponentContext
{
    private string _kept = "";

    [Fact]
    public void Day_IsKept_UntilTheTimeIsThereToo()
    {
        _ = Dialogs;
        var field = Render<MomentField>(Given);

        Type(field, "#starts", new DateOnly(2026, 12, 3).ToString(Formats.DateTimeFormat.ShortDatePattern, Formats));
        Assert.Equal("", _kept);
        field.Render(Given);
        Type(field, "#starts-time", "16:05");

        Assert.Equal("2026-12-03T16:05:00+00:00", _kept);
    }

    [Fact]
    public void Value_ThatIsGivenOrTakenAway_IsShown()
    {
        _ = Dialogs;
        _kept = "2026-11-28T09:30:00+02:00";
        var field = Render<MomentField>(Given);
        Assert.Equal("07:30", field.Find("#starts-time").GetAttribute("value"));

        _kept = "";
        field.Render(Given);

        Assert.True(string.IsNullOrEmpty(field.Find("#starts-time").GetAttribute("value")));
        Assert.True(string.IsNullOrEmpty(field.Find("#starts").GetAttribute("value")));
    }

    private static void Type(IRenderedComponent<MomentField> field, string input, string text)
    {
        field.Find(input).Change(text);
        field.Find(input).Blur();
    }

    private void Given(ComponentParameterCollectionBuilder<MomentField> field) => field
        .Add(f => f.Id, "starts").Add(f => f.Field, new FieldDescriptor("starts", "Starts", "moment")).Add(f => f.Value, _kept).Add(f => f.ValueChanged, value => _kept = value ?? "");
}
