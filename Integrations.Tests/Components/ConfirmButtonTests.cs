using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using MudBlazor;

namespace Integrations.Tests.Components;

public sealed class ConfirmButtonTests : ComponentContext
{
    private int _done;

    [Fact]
    public void ConfirmButton_AsksFirst_AndNamesWhatWillBeGone()
    {
        var dialog = Asked();

        Assert.Equal("Delete 'Ops hook'", dialog.Find("h2").TextContent);
        Assert.Contains("Nothing is sent any more.", dialog.Markup, StringComparison.Ordinal);
        Assert.Equal(0, _done);
    }

    [Fact]
    public void ConfirmButton_Confirmed_IsDoneOnceAndClosed()
    {
        var dialog = Asked();

        Button(dialog, "Delete 'Ops hook'").Click();

        Assert.Equal(1, _done);
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("[role=dialog]")));
    }

    [Fact]
    public void ConfirmButton_Kept_DoesNothing()
    {
        var dialog = Asked();

        Button(dialog, "Keep").Click();

        Assert.Equal(0, _done);
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("[role=dialog]")));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialog, string text) =>
        dialog.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private IRenderedComponent<MudDialogProvider> Asked()
    {
        var dialog = Dialogs;
        var button = Render<ConfirmButton>(p => p
            .Add(x => x.Text, "Delete")
            .Add(x => x.Question, "Nothing is sent any more.")
            .Add(x => x.Confirm, "Delete 'Ops hook'")
            .Add(x => x.OnConfirm, () => _done++));
        button.Find("button").Click();
        return dialog;
    }
}
