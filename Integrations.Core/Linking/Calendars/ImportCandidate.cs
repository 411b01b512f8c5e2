using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking.Calendars;

/// <summary>An event of a calendar, and what would come of it.</summary>
public sealed record ImportCandidate(ExternalEntity Event, ImportState State)
{
    /// <summary>It may be ticked: no meeting was made of it before, and it can become one.</summary>
    public bool MayBeImported => State is ImportState.New or ImportState.Alike;

    /// <summary>Ticked before a person has looked. What is private is for them to tick: everyone in the organization sees a meeting.</summary>
    public bool IsProposed => State == ImportState.New && !IsPrivate;

    /// <summary>Its owner keeps it from others at the vendor.</summary>
    public bool IsPrivate => IsKept(EntityFields.Sensitivity) || IsKept(EntityFields.Visibility);

    /// <summary>The name of the calendar among several of one account; null where the vendor tells none.</summary>
    public string? Calendar => Event.Text(EntityFields.Container);

    private bool IsKept(string field) => Event.Text(field)?.ToUpperInvariant() is "PRIVATE" or "CONFIDENTIAL" or "PERSONAL";
}
