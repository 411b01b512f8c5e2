using Integrations.Core.Mail;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the mail server answers and takes the sign-in, without sending anything, and what was given up lately.</summary>
public sealed class MailCheck(IDbContextFactory<IntegrationsDbContext> contexts, SmtpSender smtp, PublicOrigin origin, TimeProvider clock) : IDoctorCheck
{
    /// <summary>The name of its finding.</summary>
    public const string Check = "Mail";

    private static readonly TranslatableText Off = Say("Off: Mail:Host is not set.");

    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public string Name => Check;

    /// <inheritdoc/>
    public bool NeedsDatabase => true;

    /// <summary>Whether an examination found that mail is on.</summary>
    internal static bool FoundOn(IEnumerable<Finding> findings) => findings.FirstOrDefault(f => f.Check == Check) is { } found && found.Message.English != Off.English;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        var settings = smtp.Settings;
        if (!settings.IsOn)
        {
            return [new Finding(Check, FindingSeverity.Ok, Off)];
        }

        if (!origin.IsKnown)
        {
            return [new Finding(Check, FindingSeverity.Warning, Say("Nothing is sent: Hub:PublicOrigin is not set, and links in mail begin with it."), Say("Set Hub:PublicOrigin to scheme and host as people see them, such as https://hub.example.org."))];
        }

        return [await ServerAsync(settings, cancellationToken), await GivenUpAsync(cancellationToken)];
    }

    private async Task<Finding> ServerAsync(MailOptions settings, CancellationToken cancellationToken)
    {
        if (await smtp.CheckAsync(cancellationToken) is { } failure)
        {
            return new Finding(Check, FindingSeverity.Error, failure.Message, Say("Put Mail:Host, Port, Security, UserName and Password right, or the server; what waits is sent then."));
        }

        var way = settings.Security == MailSecurity.None ? Say("in clear") : Say("by TLS");
        return string.IsNullOrEmpty(settings.UserName)
            ? new Finding(Check, FindingSeverity.Ok, Say("{0}:{1} answers {2}; no sign-in is set.", settings.Host, settings.Port, way))
            : new Finding(Check, FindingSeverity.Ok, Say("{0}:{1} answers {2}, and takes the sign-in.", settings.Host, settings.Port, way));
    }

    private async Task<Finding> GivenUpAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - Lately;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lost = db.OutgoingMails.AsNoTracking().Where(m => m.FinishedAt > since && m.SentAt == null && m.LastError != null);
        var many = await lost.CountAsync(cancellationToken);
        var words = await lost.OrderByDescending(m => m.FinishedAt).ThenBy(m => m.Id).Select(m => m.LastError).FirstOrDefaultAsync(cancellationToken);
        return many == 0
            ? new Finding("Mail given up", FindingSeverity.Ok, Say("None was given up in the last day."))
            : new Finding("Mail given up", FindingSeverity.Warning, Say("{0} messages were given up in the last day. The last one: {1}", many, words), Say("Do again what they were about, such as an invitation: the row of a message keeps no text."));
    }
}
