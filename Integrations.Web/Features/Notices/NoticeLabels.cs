using Integrations.Core.Notices;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Notices;

/// <summary>What notices say, in the language of who reads them.</summary>
internal static class NoticeLabels
{
    public static string Of(Notice notice) => notice.Kind switch
    {
        NoticeKind.ConnectionBroken => Text.T("'{0}' does not work any more. Connect again to go on.", notice.Subject),
        NoticeKind.ConnectionExpiring when notice.DueAt is null => Text.T("The sign-in of '{0}' could not be renewed several times. Connecting again helps.", notice.Subject),
        NoticeKind.ConnectionExpiring => Text.T("The credential of '{0}' ends soon. Connect again before it does.", notice.Subject),
        NoticeKind.IntegrationReceived => Text.T("'{0}' was handed over and is not connected yet.", notice.Subject),
        NoticeKind.IntegrationGivenAway => Text.T("'{0}' is no longer yours. Your connection has ended.", notice.Subject),
        _ => Text.T("The week in '{0}'", notice.Subject),
    };

    public static Tone Tone(Notice notice) => notice.Kind switch
    {
        NoticeKind.ConnectionBroken => Components.Shared.Tone.Bad,
        NoticeKind.ConnectionExpiring => Components.Shared.Tone.Warn,
        NoticeKind.IntegrationReceived => Components.Shared.Tone.Busy,
        NoticeKind.IntegrationGivenAway => Components.Shared.Tone.Off,
        _ => Components.Shared.Tone.Ok,
    };

    public static string State(Notice notice) => notice.Kind switch
    {
        NoticeKind.ConnectionBroken => Text.T("Broken"),
        NoticeKind.ConnectionExpiring => Text.T("Expiring"),
        NoticeKind.IntegrationReceived => Text.T("Handed over"),
        NoticeKind.IntegrationGivenAway => Text.T("Given away"),
        _ => Text.T("Summary"),
    };

    public static string Of(NoticeKind kind) => kind switch
    {
        NoticeKind.ConnectionBroken => Text.T("A connection is broken"),
        NoticeKind.ConnectionExpiring => Text.T("A connection ends soon"),
        NoticeKind.IntegrationReceived => Text.T("An integration was handed over"),
        NoticeKind.IntegrationGivenAway => Text.T("An integration was given away"),
        _ => Text.T("Weekly summary"),
    };

    public static string About(NoticeKind kind) => kind switch
    {
        NoticeKind.WeeklySummary => Text.T("Each Monday, for administrators: what works, what does not, and how much was done."),
        NoticeKind.IntegrationReceived => Text.T("To you; for administrators to the organization too. It waits for a connection."),
        NoticeKind.IntegrationGivenAway => Text.T("One that was yours is another person's or the organization's now."),
        _ => Text.T("Your own connections; for administrators those of the organization too. Once a day at most for each."),
    };
}
