using Integrations.Core.Linking.Calendars;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Meetings;

/// <summary>What would come of an event, in words.</summary>
internal static class ImportLabels
{
    public static (Tone Tone, string Text) Of(ImportState state) => state switch
    {
        ImportState.New => (Tone.Ok, Text.T("New")),
        ImportState.Alike => (Tone.Warn, Text.T("A meeting like it is there")),
        ImportState.There => (Tone.Off, Text.T("Is there already")),
        ImportState.WholeDay => (Tone.Off, Text.T("Whole day, left out")),
        ImportState.Cancelled => (Tone.Off, Text.T("Cancelled, left out")),
        _ => (Tone.Off, Text.T("No time of a meeting, left out")),
    };
}
