using Integrations.Core.Identity.Accounts;
using Integrations.Core.Mail;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Identity.Organizations;

/// <summary>
/// A person who forgot their password asks for a link by mail. Whether the address is known is told by nothing: answer, statements and
/// work are the same, and a row is written in either case (SECURITY S3, X1).
/// </summary>
public sealed partial class ForgottenPasswords(
    IDbContextFactory<IntegrationsDbContext> contexts, AccountMail mail, PasswordLinks links, ILookupNormalizer normalizer, TimeProvider clock, ILogger<ForgottenPasswords> logger)
{
    /// <summary>For one address, in an hour; more are answered alike and send nothing.</summary>
    public const int MostAnHour = 3;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Whether the sign-in page offers it.</summary>
    public bool IsOn => mail.IsOn;

    /// <summary>Answers nothing, on purpose.</summary>
    public async Task AskAsync(string email, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var address = email.Trim();
        if (!IsOn || !MailAddresses.IsOne(address))
        {
            return;
        }

        var normalized = normalizer.NormalizeEmail(address)!;
        var topic = $"forgotten:{ShortHash.Of(normalized, 16)}";
        var (now, since) = (clock.GetUtcNow(), clock.GetUtcNow() - Hour);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Users.AsNoTracking()
            .Where(u => u.NormalizedEmail == normalized && u.DisabledAt == null && (u.OrganizationId == null || db.Set<Organization>().Any(o => o.Id == u.OrganizationId && o.DisabledAt == null)))
            .SingleOrDefaultAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                if (await db.OutgoingMails.CountAsync(m => m.Topic == topic && m.CreatedAt > since, ct) >= MostAnHour)
                {
                    return 0;
                }

                // Someone who is not there gets as much work, and a row that has ended and names no one.
                var user = known ?? new User { Id = Guid.NewGuid(), DisplayName = "", Email = address, SecurityStamp = MemberService.NewStamp() };
                if (mail.Forget(db, user, topic, links.CreateForgotten(user)) is { } written && known is null)
                {
                    (written.Address, written.Ciphertext, written.FinishedAt) = ("", null, now);
                }

                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        LogAsked(logger, origin.RemoteAddress, origin.RequestId);
    }

    [LoggerMessage(3621, LogLevel.Information, "A new password was asked for on the sign-in page by {RemoteAddress} (request {RequestId})")]
    private static partial void LogAsked(ILogger logger, string? remoteAddress, string? requestId);
}
