using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Components;

/// <summary>The page keeps the old value here, so the field tells the new one first and then what it was given again.</summary>
public sealed class DateTimeFieldTests : ComponentContext
{
    [Fact]
    public void Day_IsDrawn_AndTypedAsTheLanguageWritesIt()
    {
        _ = Dialogs;
        DateOnly? chosen = null;
        var field = Render<DateField>(p => p.Add(f => f.Id, "day").Add(f => f.Label, "Day").Add(f => f.Value, new DateOnly(2026, 11, 28)).Add(f => f.ValueChanged, day => chosen ??= day));

        Assert.Equal("Day", field.Find("label[for=day]").TextContent);
        Assert.NotEmpty(field.Find("#day").GetAttribute("value")!);
        field.Find("#day").Change(new DateOnly(2026, 12, 3).ToString(Integrations.Web.Localization.Text.Formats.DateTimeFormat.ShortDatePattern, Integrations.Web.Localization.Text.Formats));
        field.Find("#day").Blur();

        Assert.Equal(new DateOnly(2026, 12, 3), chosen);
    }

    [Fact]
    public void Time_IsDrawn_AndTypedIn24Hours()
    {
        _ = Dialogs;
        TimeOnly? chosen = null;
        var field = Render<TimeField>(p => p.Add(f => f.Id, "at").Add(f => f.Label, "From").Add(f => f.Value, new TimeOnly(9, 30)).Add(f => f.ValueChanged, time => chosen ??= time));

        Assert.Equal("09:30", field.Find("#at").GetAttribute("value"));
        field.Find("#at").Change("16:05");
        field.Find("#at").Blur();

        Assert.Equal(new TimeOnly(16, 5), chosen);
    }
}
