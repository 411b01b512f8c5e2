using Integrations.Core.Widgets;
using Integrations.Web.Features.Widgets;

namespace Integrations.Tests.Widgets;

public sealed class EmbedSnippetTests
{
    private const string Address = "https://hub.example/embed/status/itw_x?a=1&b=2";

    [Fact]
    public void Frame_HasNoBorder_AndANameCannotLeaveItsAttribute()
    {
        var frame = EmbedSnippet.Frame(Address, "\"><script>alert(1)</script>", WidgetKind.Status);

        Assert.Contains("style=\"border:0\"", frame, StringComparison.Ordinal);
        Assert.Contains("src=\"https://hub.example/embed/status/itw_x?a=1&amp;b=2\"", frame, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", frame, StringComparison.Ordinal);
        // Six attributes, and no quotation mark besides theirs.
        Assert.Equal(12, frame.Count(character => character == '"'));
    }

    [Fact]
    public void Script_ListensToTheHubAlone()
    {
        var script = EmbedSnippet.Script(Address);

        Assert.Contains("event.origin !== \"https://hub.example\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("itw_x", script, StringComparison.Ordinal);
    }
}
