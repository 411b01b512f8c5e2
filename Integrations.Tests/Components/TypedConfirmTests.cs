using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using MudBlazor;

namespace Integrations.Tests.Components;

public sealed class TypedConfirmTests : ComponentContext
{
    private int _confirmed;

    [Theory]
    [InlineData("Ops")]
    [InlineData("ops hook")]
    [InlineData("")]
    public void TypedConfirm_AnotherName_DoesNothing(string typed)
    {
        var confirm = Asked();

        confirm.Find("input").Input(typed);
        confirm.Find("form").Submit();

        Assert.True(confirm.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Equal(0, _confirmed);
    }

    [Fact]
    public void TypedConfirm_TheName_IsDone()
    {
        var confirm = Asked();

        confirm.Find("input").Input("Ops hook");
        confirm.Find("form").Submit();

        Assert.Equal(1, _confirmed);
    }

    private IRenderedComponent<MudDialogProvider> Asked()
    {
        var dialog = Dialogs;
        var confirm = Render<TypedConfirm>(p => p.Add(x => x.Verb, "Delete").Add(x => x.Name, "Ops hook").Add(x => x.OnConfirm, () => _confirmed++));
        confirm.Find("button").Click();
        return dialog;
    }
}
