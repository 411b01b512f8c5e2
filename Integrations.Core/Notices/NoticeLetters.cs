using Integrations.Core.Mail;
using Integrations.Primitives;
using static Integrations.Core.Mail.MailTexts;

namespace Integrations.Core.Notices;

/// <summary>What mail says of a notice.</summary>
internal static class NoticeLetters
{
    public static Letter Of(NoticeNews news) => news.Kind switch
    {
        NoticeKind.ConnectionExpiring => new Letter(
            "connection.expiring", Topic(news), Line("'{0}' needs to be connected again soon", news.Subject),
            [
                news.DueAt is { } end
                    ? Line("The credential of '{0}' ends on {1:yyyy-MM-dd HH:mm} UTC, and does not renew itself. Connect again before, and nothing is interrupted.", news.Subject, end.UtcDateTime)
                    : Line("The hub could not renew the sign-in of '{0}' several times in a row. It goes on trying; connecting again helps at once.", news.Subject),
                .. Reason(news),
            ])
        {
            Button = Line("Connect again"),
            Path = new Secret(news.Path),
            Reason = Why(news),
        },
        NoticeKind.IntegrationReceived => new Letter(
            "integration.received", Topic(news), Line("'{0}' is handed over", news.Subject),
            [news.OwnerId is null
                ? Line("{1} gave the integration '{0}' to the organization. It is not connected yet: an administrator connects it.", news.Subject, MailAddresses.Line(news.Detail ?? "", 300))
                : Line("{1} gave you the integration '{0}'. It is not connected yet: connect it with an account of your own.", news.Subject, MailAddresses.Line(news.Detail ?? "", 300))])
        {
            Button = Line("Open it"),
            Path = new Secret(news.Path),
            Reason = WhyTransferred(),
        },
        NoticeKind.IntegrationGivenAway => new Letter(
            "integration.given_away", Topic(news), Line("'{0}' is no longer yours", news.Subject),
            [news.Detail is { Length: > 0 } receiver
                ? Line("Your integration '{0}' was given to {1}. Your connection has ended: the stored credential is erased.", news.Subject, MailAddresses.Line(receiver, 300))
                : Line("Your integration '{0}' was given to the organization. Your connection has ended: the stored credential is erased.", news.Subject)])
        {
            Button = Line("Open the hub"),
            Path = new Secret(news.Path),
            Reason = WhyTransferred(),
        },
        _ => new Letter(
            "connection.broken", Topic(news), Line("'{0}' does not work any more", news.Subject),
            [Line("The hub can no longer use '{0}'. Nothing is read or sent there until a person connects again.", news.Subject), .. Reason(news)])
        {
            Button = Line("Connect again"),
            Path = new Secret(news.Path),
            Reason = Why(news),
        },
    };

    public static Letter Of(WeekNumbers week, Guid userId)
    {
        var lines = new List<TranslatableText>
        {
            week.NotWorking == 0 ? Line("Everything that is connected works.") : Line("{0} connections work, {1} do not.", week.Working, week.NotWorking),
        };
        if (week.Broken.Count > 0)
        {
            lines.Add(Line("These want to be connected again: {0}", TextDirection.Join(", ", week.Broken)));
        }

        lines.Add(Line("In the last seven days the hub made {0} calls for you; {1} of them failed.", week.Calls, week.Failed));
        return new Letter("organization.week", $"week:{userId:N}", Line("The week at {0}", week.Organization), lines)
        {
            Button = Line("Open the hub"),
            Path = new Secret("/integrations"),
            Reason = Line("You chose the weekly summary on the page of your account, and can end it there."),
        };
    }

    private static string Topic(NoticeNews news) => $"connection:{news.About:N}";

    private static IEnumerable<TranslatableText> Reason(NoticeNews news) => news.Detail is { Length: > 0 } detail ? [Line("The reason: {0}", MailAddresses.Line(detail, 300))] : [];

    private static TranslatableText WhyTransferred() =>
        Line("You get this because an integration of yours or of your organization changed hands. What you are told, you choose on the page of your account.");

    private static TranslatableText Why(NoticeNews news) => news.OwnerId is null
        ? Line("You get this as an administrator of the organization, once a day at most for each connection. What you are told, you choose on the page of your account.")
        : Line("You get this because it is your own connection, once a day at most. What you are told, you choose on the page of your account.");
}
