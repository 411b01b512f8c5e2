using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking.Calendars;

/// <summary>An event of a calendar, and what would come of it.</summary>
public sealed record ImportCandidate(ExternalEntity Event, ImportState State)
{
    public bool MayBeImported => State is ImportState.New or ImportState.Alike;

    /// <summary>The name of the calendar among several of one account; null where the vendor tells none.</summary>
    public string? Calendar => Event.Text(EntityFields.Container);
}
