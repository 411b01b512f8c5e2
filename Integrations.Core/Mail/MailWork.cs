using System.Diagnostics.Metrics;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Mail;

/// <summary>
/// Sends what was written. A server that is down or hangs puts messages off on the schedule, a refusal for good ends one with the server's
/// words, and no page waits for either. A crash between the server's yes and our note sends a message again, with the same Message-Id.
/// </summary>
public sealed partial class MailWork : LeasedWork<OutgoingMail>
{
    private static readonly TimeSpan[] Schedule =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24),
    ];

    private readonly MailOutbox _outbox;
    private readonly SmtpSender _smtp;
    private readonly MailAudience _audience;

    /// <summary>Takes its limits from the settings: the conversation's deadline decides the work's and the lease's.</summary>
    public MailWork(
        IDbContextFactory<IntegrationsDbContext> contexts, MailOutbox outbox, SmtpSender smtp, MailAudience audience, IMeterFactory meters, TimeProvider clock, ILogger<MailWork> logger)
        // The conversation has a deadline of its own, and a lease is longer than both.
        : base(contexts, new WorkLimits(SideBySide: 8, PerOrganization: 4, PerKey: 4, smtp.Settings.Timeout + TimeSpan.FromSeconds(15)), smtp.Settings.Timeout + TimeSpan.FromMinutes(1), meters, clock, logger) =>
        (_outbox, _smtp, _audience) = (outbox, smtp, audience);

    /// <summary>Short, and one look at an index: a message that any node wrote goes out at once, and commits of other things wake nothing here.</summary>
    protected override TimeSpan Period => _smtp.Settings.IsOn ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override int MostAttempts => Schedule.Length + 1;

    /// <summary>While mail is off nothing is looked for; what was written before waits for its age.</summary>
    protected override async Task<IReadOnlyList<Guid>> ReadyAsync(IReadOnlyCollection<Guid> full, int most, CancellationToken cancellationToken) =>
        _smtp.Settings.IsOn ? await base.ReadyAsync(full, most, cancellationToken) : [];

    /// <inheritdoc/>
    protected override IQueryable<Candidate<OutgoingMail>> DueRows(IntegrationsDbContext db, DateTimeOffset now)
    {
        var working = _audience.Working(db);
        return from mail in db.OutgoingMails.AsNoTracking()
               where mail.FinishedAt == null && mail.DueAt <= now && (mail.OrganizationId == Guid.Empty || working.Contains(mail.OrganizationId))
               select new Candidate<OutgoingMail> { Row = mail, OrganizationId = mail.OrganizationId, Key = mail.OrganizationId, DueAt = mail.DueAt, Attempts = mail.Attempts };
    }

    /// <inheritdoc/>
    protected override IQueryable<OutgoingMail> Self(IntegrationsDbContext db, OutgoingMail row) => db.OutgoingMails.Where(m => m.Id == row.Id);

    /// <inheritdoc/>
    protected override async Task DoAsync(Claimed<OutgoingMail> item, CancellationToken cancellationToken)
    {
        var mail = item.Row;
        if (mail.UsefulUntil <= Clock.GetUtcNow())
        {
            await GiveUpAsync(item, MailFailures.TooLate, CancellationToken.None);
        }
        else if (_outbox.Open(mail) is not { } body)
        {
            await GiveUpAsync(item, MailFailures.Unreadable, CancellationToken.None);
        }
        else
        {
            using var message = MailMessages.Make(mail, body, _smtp.Settings);
            var failure = await _smtp.SendAsync(message, cancellationToken);
            // Not tied to the stop: what the server took, it took.
            await (failure switch
            {
                null => EndAsync(item, Clock.GetUtcNow(), error: null),
                { Kind: FailureKind.VendorRefused } => GiveUpAsync(item, failure, CancellationToken.None),
                _ => FailAsync(item, failure, CancellationToken.None),
            });
        }
    }

    /// <inheritdoc/>
    protected override Task PutOffAsync(Claimed<OutgoingMail> item, Failure failure, CancellationToken cancellationToken)
    {
        var (due, error) = (Clock.GetUtcNow() + Schedule[item.Attempt - 1], Text.Cut(failure.Message, OutgoingMailMapping.ErrorMaxLength));
        LogPutOff(Logger, item.Row.Id, item.Row.Kind, failure.Code, due);
        return FinishAsync(item, set => set.SetProperty(m => m.DueAt, due).SetProperty(m => m.LastError, error), cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task GiveUpAsync(Claimed<OutgoingMail> item, Failure failure, CancellationToken cancellationToken)
    {
        LogGivenUp(Logger, item.Row.Id, item.Row.Kind, failure.Code);
        return EndAsync(item, sentAt: null, failure.Message);
    }

    /// <summary>What it said goes with it: it may hold a link that lets a person in.</summary>
    private Task<bool> EndAsync(Claimed<OutgoingMail> item, DateTimeOffset? sentAt, string? error)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        var message = Text.Cut(error, OutgoingMailMapping.ErrorMaxLength);
        return FinishAsync(
            item,
            set => set.SetProperty(m => m.FinishedAt, now).SetProperty(m => m.SentAt, sentAt).SetProperty(m => m.Ciphertext, (string?)null).SetProperty(m => m.LastError, message),
            CancellationToken.None);
    }

    [LoggerMessage(3611, LogLevel.Warning, "Mail {MailId} ({Kind}) was not sent: {Code}; the next attempt is at {Due}")]
    private static partial void LogPutOff(ILogger logger, Guid mailId, string kind, string code, DateTimeOffset due);

    [LoggerMessage(3612, LogLevel.Error, "Mail {MailId} ({Kind}) was given up: {Code}. The doctor has the words of the mail server")]
    private static partial void LogGivenUp(ILogger logger, Guid mailId, string kind, string code);
}
