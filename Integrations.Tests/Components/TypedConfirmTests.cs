using Bunit;
using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Components;

public sealed class TypedConfirmTests : BunitContext
{
    private int _confirmed;

    public TypedConfirmTests() => JSInterop.Mode = JSRuntimeMode.Loose;

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

    private IRenderedComponent<TypedConfirm> Asked()
    {
        var confirm = Render<TypedConfirm>(p => p.Add(x => x.Verb, "Delete").Add(x => x.Name, "Ops hook").Add(x => x.OnConfirm, () => _confirmed++));
        confirm.Find("button").Click();
        return confirm;
    }
}
