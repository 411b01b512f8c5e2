using Integrations.Core.Identity.Organizations;
using Integrations.Core.Mail;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Notices;

/// <summary>Tells people, each in the ways that they chose, in the transaction of what they are told of.</summary>
public sealed class NoticeWriter(MailOutbox mail, TimeProvider clock)
{
    /// <summary>Adds a notice and a mail for each person; the caller saves.</summary>
    public async Task AddAsync(IntegrationsDbContext db, NoticeNews news, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var people = db.Users.AsNoTracking().Where(u => u.OrganizationId == news.OrganizationId && u.DisabledAt == null);
        people = news.OwnerId is { } owner ? people.Where(u => u.Id == owner) : people.Where(u => u.Role != Role.User);
        var told = await people.OrderBy(u => u.Id)
            .Select(u => new { User = u, Choice = db.Set<NoticeChoice>().FirstOrDefault(c => c.UserId == u.Id && c.Kind == news.Kind) })
            .ToListAsync(cancellationToken);
        foreach (var person in told)
        {
            var byDefault = NoticeChoice.Default(news.Kind);
            Add(db, person.User, person.Choice?.InApp ?? byDefault, person.Choice?.ByMail ?? byDefault, NoticeLetters.Of(news), new Notice
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = news.OrganizationId,
                UserId = person.User.Id,
                Kind = news.Kind,
                Subject = Text.Cut(news.Subject, Notice.SubjectMaxLength),
                Detail = Text.Cut(news.Detail, Notice.DetailMaxLength),
                DueAt = news.DueAt,
                Path = news.Path,
                CreatedAt = now,
            });
        }
    }

    /// <summary>Adds an administrator's weekly summary; the caller saves.</summary>
    internal void AddWeek(IntegrationsDbContext db, User user, NoticeChoice choice, WeekNumbers week)
    {
        var now = clock.GetUtcNow();
        Add(db, user, choice.InApp, choice.ByMail, NoticeLetters.Of(week, user.Id), new Notice
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = user.OrganizationId!.Value,
            UserId = user.Id,
            Kind = NoticeKind.WeeklySummary,
            Subject = week.Organization,
            Path = "/integrations",
            CreatedAt = now,
        });
    }

    private void Add(IntegrationsDbContext db, User user, bool inApp, bool byMail, Letter letter, Notice notice)
    {
        if (inApp)
        {
            db.Notices.Add(notice);
        }

        // An invited person has not shown yet that the address is theirs.
        if (byMail && user.Email is { } address && (user.EmailConfirmed || user.LastSignInAt is not null))
        {
            mail.Add(db, new MailRecipient(notice.OrganizationId, user.Id, address, user.DisplayName, user.Language), letter);
        }
    }
}
