using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using MudBlazor;

namespace Integrations.Tests.Components;

/// <summary>A select draws its choices once someone comes near: an open page does not keep a component for each.</summary>
public sealed class SelectFieldTests : ComponentContext
{
    private static readonly SelectOption[] Options = [new("", "All kinds"), new("a", "Search"), new("b", "Sync")];

    [Theory]
    [InlineData("focusin")]
    [InlineData("pointerdown")]
    public async Task Choices_AreDrawnBeforeItOpens_AndNotBefore(string coming)
    {
        var select = Show("b");

        Assert.Empty(select.FindComponents<MudSelectItem<string>>());
        Assert.Equal("Sync", select.Find("input").GetAttribute("value"));

        await select.Find(".select-near").TriggerEventAsync($"on{coming}", coming == "focusin" ? new Microsoft.AspNetCore.Components.Web.FocusEventArgs() : new Microsoft.AspNetCore.Components.Web.PointerEventArgs());

        Assert.Equal(["", "a", "b"], select.FindComponents<MudSelectItem<string>>().Select(item => item.Instance.Value).Distinct());
        Assert.Equal("Sync", select.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void ValueThatIsNoChoice_IsShownAsItIs() => Assert.Equal("gone", Show("gone").Find("input").GetAttribute("value"));

    private IRenderedComponent<SelectField> Show(string value)
    {
        Render<MudPopoverProvider>();
        return Render<SelectField>(parameters => parameters.Add(s => s.Id, "kind").Add(s => s.Label, "Kind").Add(s => s.Options, Options).Add(s => s.Value, value).Add(s => s.IsBare, true));
    }
}
