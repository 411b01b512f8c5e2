using Bunit;
using Integrations.Core.Connectors;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Connectors.Field;

/// <summary>Vendors' texts on a page: there is always something to read and to click, and none of them turns the page round.</summary>
public sealed class ShownTextTests : ComponentContext
{
    [Theory]
    [InlineData("\u200B\u2060")]
    [InlineData("")]
    [InlineData(null)]
    public void Row_WhoseTitleShowsNothing_IsALinkWithWords(string? title)
    {
        var row = Render<EntityRow>(p => p.Add(x => x.Entity, new ExternalEntity("1", "issue", title!, null, "https://vendor.example/1")));

        Assert.Equal("(untitled)", row.Find("a").TextContent);
    }

    [Fact]
    public void Row_WhoseTitleTurnsTheDirection_IsIsolated()
    {
        var entity = new ExternalEntity("1", "issue", "\u202Egnp.exe", "\u202Eabc", "https://vendor.example/1") { Metadata = new() { ["status"] = "\u202Eopen", ["assignee"] = "\u202Eada" } };
        var row = Render<EntityRow>(p => p.Add(x => x.Entity, entity));

        Assert.Equal("\u202Egnp.exe", row.Find("a > bdi").TextContent);
        // Nothing of the vendor's stands outside of an isolated part.
        foreach (var part in row.FindAll("bdi").ToList())
        {
            part.Remove();
        }

        Assert.DoesNotContain('\u202E', string.Concat(row.Nodes.Select(node => node.TextContent)));
    }
}
