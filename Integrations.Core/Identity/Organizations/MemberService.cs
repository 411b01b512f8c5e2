using System.Net.Mail;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Organizations;

/// <summary>
/// Who belongs to an organization and what they may do there. All of it is for its administrators, and every change in a browser
/// wants a password given lately (<c>auth.confirm_password</c>, SECURITY S5).
/// </summary>
public sealed class MemberService(
    IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, PasswordLinks links, AccountMail mail, ILookupNormalizer normalizer, AuditLog audit, TimeProvider clock)
{
    private const int EmailMaxLength = 256;

    /// <summary>Members by name.</summary>
    /// <param name="search">Part of a name or address; null for all.</param>
    public async Task<Result<Page<MemberRow>>> ListAsync(Caller caller, string? search, PageRequest page, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ReadMembers) ?? page.Validate()) is { } failure)
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var members = db.Users.AsNoTracking().VisibleTo(caller);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = Text.LikePattern(TextMatch.Canonical(search).ToUpperInvariant());
#pragma warning disable CA1304, CA1311 // The database's own upper(), the same for all cultures.
            members = members.Where(u => EF.Functions.Like(u.DisplayName.ToUpper(), pattern, @"\") || EF.Functions.Like(u.NormalizedEmail!, pattern, @"\"));
#pragma warning restore CA1304, CA1311
        }

        var rows = await members.OrderBy(u => u.DisplayName).ThenBy(u => u.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        return new Page<MemberRow>([.. rows.Select(Row)], await members.CountAsync(cancellationToken));
    }

    /// <summary>Creates an account without a password.</summary>
    /// <returns>The link, which mail brings to them where it is on, or <c>validation</c>, <c>permission_denied</c>, <c>member.email_taken</c>.</returns>
    public async Task<Result<Invitation>> InviteAsync(Caller caller, NewMember wanted, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeMembers) ?? Check(wanted) ?? caller.MustConfirmInBrowser(clock.GetUtcNow())) is { } failure)
        {
            return failure;
        }

        var user = NewUser(wanted, caller.OrganizationId!.Value);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await links.CreateAsync(user);
        var organization = await db.Organizations.Where(o => o.Id == user.OrganizationId).Select(o => o.Name).SingleAsync(cancellationToken);
        var isMailed = await mail.InviteAsync(db, user, organization, caller.UserId, link, cancellationToken);
        db.Users.Add(user);
        audit.Add(db, caller, "member.invited", Target(user), after: new { role = Roles.Name(user.Role), mailed = isMailed });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return AccessFailures.EmailTaken(user.Email!);
        }

        return new Invitation(Row(user), link, isMailed);
    }

    /// <summary>
    /// A new link for someone who lost theirs or their password. Everything else that lets someone in as them ends: password,
    /// sessions, access and personal tokens, passkeys, linked accounts and earlier links (SECURITY X1). Their second factor stays.
    /// </summary>
    /// <returns>The link to hand over, or <c>member.not_found</c>, <c>permission_denied</c>.</returns>
    public Task<Result<Invitation>> InviteAgainAsync(Caller caller, Guid memberId, CancellationToken cancellationToken) =>
        ResetAsync(caller, memberId, "member.password_reset", alsoFactor: false, cancellationToken);

    /// <summary>Gives another role; it holds at once, and open sessions are signed out.</summary>
    /// <returns>The member, or <c>member.not_found</c>, <c>permission_denied</c>, <c>member.last_administrator</c>.</returns>
    public async Task<Result<MemberRow>> ChangeRoleAsync(Caller caller, Guid memberId, Role role, CancellationToken cancellationToken) =>
        CheckRole(role) is { } invalid
            ? invalid
            : (await ChangeAsync(caller, memberId, "member.role_changed", user => user.Role = role, also: null, cancellationToken)).Map(Row);

    /// <summary>Locks someone out without losing what they made. Their sessions and tokens stop.</summary>
    /// <returns>The member, or <c>member.not_found</c>, <c>permission_denied</c>, <c>member.last_administrator</c>.</returns>
    public async Task<Result<MemberRow>> DisableAsync(Caller caller, Guid memberId, CancellationToken cancellationToken) =>
        (await ChangeAsync(caller, memberId, "member.disabled", user => user.DisabledAt ??= clock.GetUtcNow(), also: null, cancellationToken)).Map(Row);

    /// <returns>The member, or <c>member.not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<MemberRow>> EnableAsync(Caller caller, Guid memberId, CancellationToken cancellationToken) =>
        (await ChangeAsync(caller, memberId, "member.enabled", user => user.DisabledAt = null, also: null, cancellationToken)).Map(Row);

    /// <summary>
    /// For someone who lost their phone and their recovery codes: their second factor is off, and everything else that lets someone
    /// in as them ends, as with a new link (SECURITY X1): a person who asks for this may be someone else.
    /// </summary>
    /// <returns>The link by which they choose a new password, or <c>member.not_found</c>, <c>permission_denied</c>.</returns>
    public Task<Result<Invitation>> ResetSecondFactorAsync(Caller caller, Guid memberId, CancellationToken cancellationToken) =>
        ResetAsync(caller, memberId, "member.second_factor_reset", alsoFactor: true, cancellationToken);

    internal static AuditTarget Target(User user) => new("user", user.Id.ToString(), user.Email, user.OrganizationId);

    internal static Failure? Check(NewMember wanted) =>
        CheckRole(wanted.Role)
        ?? Text.CheckName("displayName", wanted.DisplayName, User.DisplayNameMaxLength)
        ?? (wanted.Email.Trim() is var email && email.Length <= EmailMaxLength && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email
            ? null
            : Failure.InvalidField("email", "The e-mail address is not one, or is longer than 256 characters."));

    internal User NewUser(NewMember wanted, Guid? organizationId)
    {
        var email = wanted.Email.Trim();
        return new User
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            OrganizationId = organizationId,
            DisplayName = wanted.DisplayName.Trim(),
            Role = wanted.Role,
            UserName = email,
            NormalizedUserName = normalizer.NormalizeName(email),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            LockoutEnabled = true,
            SecurityStamp = NewStamp(),
            CreatedAt = clock.GetUtcNow(),
        };
    }

    internal static MemberRow Row(User user) => new(
        user.Id, user.Email ?? "", user.DisplayName, user.Role, user.PasswordHash is not null, user.TwoFactorEnabled, user.DisabledAt, user.LastSignInAt, user.CreatedAt);

    internal static string NewStamp() => Guid.NewGuid().ToString("N");

    // Super admins are made by the operator of the hub, and no one gives more than they hold (SECURITY A10).
    private static Failure? CheckRole(Role role) => role is Role.User or Role.TenantAdmin
        ? null
        : Failure.InvalidField("role", $"The role must be {Roles.User} or {Roles.TenantAdmin}.");

    private async Task<Result<Invitation>> ResetAsync(Caller caller, Guid memberId, string action, bool alsoFactor, CancellationToken cancellationToken)
    {
        (Secret? Path, bool IsMailed) link = default;
        var changed = await ChangeAsync(caller, memberId, action, user => user.TwoFactorEnabled &= !alsoFactor, EndAsync, cancellationToken);
        return changed.TryGet(out var user, out var failure) ? new Invitation(Row(user), link.Path!, link.IsMailed) : failure;

        async Task EndAsync(IntegrationsDbContext db, User user, CancellationToken ct)
        {
            if (alsoFactor)
            {
                await SecondFactorCodes.RemoveAsync(db, user.Id, ct);
            }

            await WaysInEnd.EndAllAsync(db, user, clock.GetUtcNow(), ct);
            var path = await links.CreateAsync(user);
            link = (path, mail.Renew(db, user, path));
        }
    }

    private async Task<Result<User>> ChangeAsync(
        Caller caller, Guid memberId, string action, Action<User> change, Func<IntegrationsDbContext, User, CancellationToken, Task>? also,
        CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeMembers) ?? caller.MustConfirmInBrowser(clock.GetUtcNow())) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var result = await db.WriteAsync(
            ct => ChangeAsync(db, caller, memberId, action, change, also, ct),
            cancellationToken);
        directory.Forget(memberId);
        return result;
    }

    private async Task<Result<User>> ChangeAsync(
        IntegrationsDbContext db, Caller caller, Guid memberId, string action, Action<User> change,
        Func<IntegrationsDbContext, User, CancellationToken, Task>? also, CancellationToken cancellationToken)
    {
        // Taking the organization's row first lets one change of its members happen after the other, on PostgreSQL too.
        await db.Organizations.Where(o => o.Id == caller.OrganizationId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), cancellationToken);
        var user = await db.Users.VisibleTo(caller).SingleOrDefaultAsync(u => u.Id == memberId, cancellationToken);
        if (user is null)
        {
            return AccessFailures.MemberNotFound;
        }

        // Else an administrator of the organization would come to the hub by the super administrator's new password (SECURITY A10).
        if (user.Role == Role.SuperAdmin && !caller.IsSuperAdmin)
        {
            db.ChangeTracker.Clear();
            return AccessFailures.SuperAdministrator;
        }

        var before = new { role = Roles.Name(user.Role), disabled = user.DisabledAt is not null };
        var wasSuper = user is { Role: Role.SuperAdmin, DisabledAt: null };
        change(user);
        if (!(user.Role != Role.User && user.DisabledAt is null) && !await db.Users.AnyAsync(
            u => u.OrganizationId == caller.OrganizationId && u.Id != memberId && u.Role != Role.User && u.DisabledAt == null, cancellationToken))
        {
            db.ChangeTracker.Clear();
            return AccessFailures.LastAdministrator;
        }

        if (wasSuper && user is not { Role: Role.SuperAdmin, DisabledAt: null } && !await db.Users.AnyAsync(
            u => u.Id != memberId && u.Role == Role.SuperAdmin && u.DisabledAt == null, cancellationToken))
        {
            db.ChangeTracker.Clear();
            return AccessFailures.LastSuperAdministrator;
        }

        user.SecurityStamp = NewStamp();
        if (also is not null)
        {
            await also(db, user, cancellationToken);
        }

        // The stamp ends them by itself; the rows say so to anyone who lists them.
        await db.Sessions.Where(s => s.UserId == memberId && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, clock.GetUtcNow()), cancellationToken);
        audit.Add(db, caller, action, Target(user), before, new { role = Roles.Name(user.Role), disabled = user.DisabledAt is not null });
        await db.SaveChangesAsync(cancellationToken);
        return user;
    }
}
