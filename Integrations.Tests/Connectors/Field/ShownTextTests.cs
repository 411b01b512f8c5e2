using Bunit;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Calendar;
using Integrations.Connectors.Vendors.Outlook;
using Integrations.Primitives;
using Integrations.Tests.Architecture;
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

    [Theory]
    [InlineData("en", "(untitled)")]
    [InlineData("de", "(ohne Titel)")]
    public void Row_WithoutATitle_SaysSoInTheLanguageOfWhoLooks_TheSameForEveryVendor(string language, string shown)
    {
        using var speaking = new Speaking(language);
        var subject = OutlookEntities.FromMessage(new Microsoft.Graph.Models.Message { Id = "m" })!;
        var occasion = EventMapping.ToEntity(new CalendarEvent { Id = "e", Start = new EventTime { DateTime = "2026-12-01T10:00:00Z" } }, new CalendarRef("primary", null, null))!;

        foreach (var entity in new[] { subject, occasion, new ExternalEntity("1", "issue", EntityText.Title(" "), null, null) })
        {
            Assert.Equal(shown, Render<EntityRow>(p => p.Add(x => x.Entity, entity)).Find(".row-title").TextContent.Trim());
            Assert.Equal(shown, Render<VendorText>(p => p.Add(x => x.Text, entity.Title).Add(x => x.IsTitle, true)).Find("bdi").TextContent);
        }
    }

    [Theory]
    [InlineData("\u202Egnp.exe", "\u2068\u202Egnp.exe\u2069")]
    [InlineData("שלום", "\u2068שלום\u2069")]
    [InlineData("a\u2069\u202Eb", "\u2068a\u202Eb\u2069")]
    [InlineData("\u2067a", "\u2068\u2067a\u2069\u2069")]
    [InlineData("\u2067a\u2069 b", "\u2068\u2067a\u2069 b\u2069")]
    [InlineData("Plain – Straße 😀", "Plain – Straße 😀")]
    public void Text_ThatTurnsTheDirection_IsIsolatedWhereNoMarkupDoes(string text, string isolated)
    {
        Assert.Equal(isolated, TextDirection.Isolate(text));
        Assert.Equal($"Linked '{isolated}'.", Integrations.Web.Localization.Text.T("Linked '{0}'.", text));
        Assert.Equal(isolated, Titles.InTab(text));
        Assert.Contains($"“{isolated}”", VendorFailures.Refused("GitHub", text).Message, StringComparison.Ordinal);
        Assert.StartsWith($"The calendar '{isolated}' was left out", PartlyRead.LeftOut("calendar", text, VendorFailures.NotFound("Google", null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_OfSeveralFacts_IsolatesEach()
    {
        var entity = new ExternalEntity("1", "issue", "Title", null, null) { Metadata = new() { ["status"] = "\u202Eopen", ["assignee"] = "ada" } };

        Assert.Equal("\u2068\u202Eopen\u2069 · assigned to ada", Integrations.Web.Features.Linking.EntityFacts.Line(entity, TimeZoneInfo.Utc, withTime: false));
    }

    [Fact]
    public void TitlesOfPages_IsolateWhatStrangersNamed()
    {
        var titles = SourceFiles.Find("<(PageTitle|title)>@", [".razor"]).Where(line => !line.Contains("@T(\"", StringComparison.Ordinal) || line.Contains("@(", StringComparison.Ordinal)).ToList();

        Assert.True(titles.Count > 8, string.Join('\n', titles));
        // "Title" is one of ours: new, or edit.
        Assert.All(titles, line => Assert.True(line.Contains("Isolate(", StringComparison.Ordinal) || line.Contains("InTab(", StringComparison.Ordinal) || line.Contains("itle>@Title ·", StringComparison.Ordinal), line));
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
