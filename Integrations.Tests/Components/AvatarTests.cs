using System.Globalization;
using Bunit;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Layout;
using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Components;

public sealed class AvatarTests : ComponentContext
{
    [Theory]
    [InlineData("Ada Lindqvist", "AL")]
    [InlineData("ada", "A")]
    [InlineData("Ada Maria van der Berg", "AB")]
    [InlineData("ada.lindqvist@acme.test", "AL")]
    [InlineData("  \u200Bada\u00A0lindqvist ", "AL")]
    [InlineData("", "?")]
    [InlineData("\u202E\u200B", "?")]
    [InlineData(null, "?")]
    [InlineData("<script>", "S")]
    [InlineData("שרה כהן", "שכ")]
    [InlineData("é clair", "ÉC")]
    public void Initials_AreOfTheFirstAndTheLastWord(string? name, string initials) => Assert.Equal(initials, TextMatch.Initials(name));

    [Fact]
    public void Color_FollowsFromTheName_HoweverItIsWritten()
    {
        Assert.Equal(Avatar.ColorOf("José Ruiz"), Avatar.ColorOf(" JOSE\u0301 RUIZ "));
        Assert.All(Enumerable.Range(0, 500).Select(n => Avatar.ColorOf($"Person {n}")), color => Assert.InRange(color, 0, Avatar.Colors - 1));
        Assert.Equal(Avatar.Colors, Enumerable.Range(0, 500).Select(n => Avatar.ColorOf($"Person {n}")).Distinct().Count());
    }

    [Fact]
    public void Disc_IsNotHeard_AndHasNoStyleInThePage()
    {
        var disc = Render(Avatar.Of("Ada <b>", "small"));

        disc.MarkupMatches($"<span class=\"avatar avatar-{Avatar.ColorOf("Ada <b>")} small\" aria-hidden=\"true\">AB</span>");
    }

    [Fact]
    public void Named_IsolatesTheName_AndSeveralAreThreeAtMost()
    {
        Assert.Equal("\u202EAda", Render(Avatar.Named("\u202EAda")).Find(".with-tile bdi").TextContent);
        Assert.Equal(3, Render(Avatar.Several(["Ada", "Ben", "Cleo", "Dan"])).FindAll(".faces .avatar").Count);
    }

    [Fact]
    public void Letters_HaveContrast_InBothPalettes()
    {
        Assert.Equal((Avatar.Colors, Avatar.Colors), (AvatarColors.Light.Count, AvatarColors.Dark.Count));
        Assert.All([.. AvatarColors.Light, .. AvatarColors.Dark], color => Assert.True(Contrast(color.Ground, color.Letters) >= 4.5, $"{color}: {Contrast(color.Ground, color.Letters):0.0}"));
    }

    /// <summary>As WCAG 2.2 defines it.</summary>
    private static double Contrast(string one, string other)
    {
        var (left, right) = (Luminance(one), Luminance(other));
        return (Math.Max(left, right) + 0.05) / (Math.Min(left, right) + 0.05);
    }

    private static double Luminance(string color)
    {
        var parts = Enumerable.Range(0, 3).Select(part => int.Parse(color.AsSpan(1 + (2 * part), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
