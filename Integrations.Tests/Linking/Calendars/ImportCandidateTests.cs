using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Google.Calendar;
using Integrations.Connectors.Vendors.Outlook;
using Integrations.Core.Linking.Calendars;
using Event = Microsoft.Graph.Models.Event;
using Sensitivity = Microsoft.Graph.Models.Sensitivity;

namespace Integrations.Tests.Linking.Calendars;

/// <summary>Everyone in the organization sees a meeting: what is private in a calendar becomes one only where a person ticks it.</summary>
public sealed class ImportCandidateTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("default", false)]
    [InlineData("public", false)]
    [InlineData("private", true)]
    [InlineData("confidential", true)]
    public void GooglesPrivateEvent_IsNotProposed(string? visibility, bool isPrivate)
    {
        var entity = EventMapping.ToEntity(
            new CalendarEvent { Id = "e", Start = new EventTime { DateTime = "2026-12-01T10:00:00Z" }, Visibility = visibility }, CalendarRef.OwnCalendar)!;

        Check(entity, isPrivate);
    }

    [Theory]
    [InlineData(Sensitivity.Normal, false)]
    [InlineData(Sensitivity.Personal, true)]
    [InlineData(Sensitivity.Private, true)]
    [InlineData(Sensitivity.Confidential, true)]
    public void OutlooksPrivateEvent_IsNotProposed(Sensitivity sensitivity, bool isPrivate) =>
        Check(OutlookEntities.FromEvent(new Event { Id = "e", Sensitivity = sensitivity })!, isPrivate);

    private static void Check(ExternalEntity entity, bool isPrivate)
    {
        var candidate = new ImportCandidate(entity, ImportState.New);

        Assert.Equal((isPrivate, !isPrivate), (candidate.IsPrivate, candidate.IsProposed));
        Assert.True(candidate.MayBeImported);
        Assert.False((candidate with { State = ImportState.Alike }).IsProposed);
    }
}
