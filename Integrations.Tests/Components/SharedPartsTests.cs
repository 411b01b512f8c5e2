using Bunit;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Components;

public sealed class SharedPartsTests : ComponentContext
{
    [Theory]
    [InlineData(Tone.Bad, "cancel")]
    [InlineData(Tone.Warn, "warning")]
    [InlineData(Tone.Ok, "check_circle")]
    public void Badge_SaysItsStateInWordIconAndColour(Tone tone, string icon)
    {
        var badge = Render<StatusBadge>(b => b.Add(p => p.Tone, tone).Add(p => p.Text, "So it is"));

        Assert.Equal(icon, badge.Find("svg").GetAttribute("data-glyph"));
        Assert.Contains("So it is", badge.Find(".status-badge").TextContent, StringComparison.Ordinal);
        Assert.Contains(tone.ToString().ToLowerInvariant(), badge.Find(".status-badge").ClassList);
    }

    [Fact]
    public void Field_Secret_IsNeitherShownNorRemembered()
    {
        var field = Render<FieldInput>(f => f.Add(p => p.Id, "x").Add(p => p.Field, new FieldDescriptor("token", "Token") { Secret = true, Required = true }));

        Assert.Equal("password", field.Find("input").GetAttribute("type"));
        Assert.Equal("new-password", field.Find("input").GetAttribute("autocomplete"));
    }

    [Fact]
    public void Field_Refused_PointsToItsReason()
    {
        var field = Render<FieldInput>(f => f.Add(p => p.Id, "x").Add(p => p.Field, new FieldDescriptor("site", "Site")).Add(p => p.Error, "Site is required."));

        Assert.Equal("true", field.Find("input").GetAttribute("aria-invalid"));
        Assert.Equal("Site is required.", field.Find("#x-error").TextContent);
        Assert.Contains("x-error", field.Find("input").GetAttribute("aria-describedby"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("choice")]
    [InlineData("boolean")]
    public void Field_OfChoicesRefused_SaysWhyWhereItPoints(string type)
    {
        _ = Dialogs;
        var field = Render<FieldInput>(f => f.Add(p => p.Id, "x").Add(p => p.Field, new FieldDescriptor("level", "Level", type) { Options = ["a"] }).Add(p => p.Error, "Level is required."));

        Assert.Equal("Level is required.", field.Find("#x-error").TextContent);
        Assert.Contains("aria-describedby=\"x-error\"", field.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-20, "just now")]
    [InlineData(-60, "1 minute ago")]
    [InlineData(-7200, "2 hours ago")]
    [InlineData(259200, "in 3 days")]
    public void When_IsSaidAsPeopleWould(int seconds, string words) => Assert.Equal(words, When.Words(TimeSpan.FromSeconds(seconds)));
}
