using Integrations.Core.Linking;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Linking;

/// <summary>Why an event is probably the one, in words: "same time, 3 of 4 attendees".</summary>
internal static class MatchReasonLabels
{
    public static string Of(IEnumerable<MatchReason> reasons) => string.Join(", ", reasons.Select(Of));

    private static string Of(MatchReason reason) => reason.Evidence switch
    {
        MatchEvidence.SameDay => Text.T("same day"),
        MatchEvidence.SameTime => Text.T("same time"),
        MatchEvidence.SameStart => Text.T("same start"),
        MatchEvidence.Overlaps => Text.T("overlaps by {0}", Length(reason.Number)),
        MatchEvidence.StartsLater => Text.T("starts {0} later", Length(reason.Number)),
        MatchEvidence.StartsEarlier => Text.T("starts {0} earlier", Length(reason.Number)),
        MatchEvidence.SameTitle => Text.T("same title"),
        MatchEvidence.SimilarTitle => Text.T("similar title"),
        MatchEvidence.SameAttendee => Text.T("same attendee"),
        MatchEvidence.AllAttendees => Text.T("all {0} attendees", reason.Number),
        _ => Text.T("{0} of {1} attendees", reason.Number, reason.Of),
    };

    private static string Length(int minutes) => minutes >= 60 && minutes % 60 == 0 ? Text.T("{0} h", minutes / 60) : Text.T("{0} min", minutes);
}
