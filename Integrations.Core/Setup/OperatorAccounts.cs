using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Setup;

/// <summary>
/// Administrators that the operator makes or lets in again from the command line. No page and no route leads here: who can start
/// the program with its settings can read the database anyway.
/// </summary>
public sealed class OperatorAccounts(
    IDbContextFactory<IntegrationsDbContext> contexts, NewAccounts accounts, SetupLinkFile file, ILookupNormalizer normalizer, AuditLog audit, TimeProvider clock)
{
    private static readonly Failure WhichOrganization = Failure.InvalidField(
        "organization", "Say which organization with --organization NAME, or --super for an administrator of the hub itself.");

    private static readonly Failure OtherOrganization = Failure.Conflict(
        "member.other_organization", "This account belongs to another organization. Use another address, or leave out --organization.");

    /// <summary>
    /// Makes the account, or opens one that is there: rights are added and none taken, a lock and a disabling are lifted, and
    /// everything that let the person in before ends.
    /// </summary>
    /// <returns>The link to hand over; or <c>validation</c>, <c>member.other_organization</c>, <c>organization.disabled</c>.</returns>
    public async Task<Result<LetInAdministrator>> LetInAsync(NewAdministrator wanted, CancellationToken cancellationToken)
    {
        var member = new NewMember(wanted.Email, wanted.Name ?? wanted.Email.Split('@')[0], Role.TenantAdmin);
        if ((MemberService.Check(member) ?? (wanted.Organization is null ? null : Text.CheckName("organization", wanted.Organization, Organization.NameMaxLength))) is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Result<(User User, string? Organization, bool IsNewOrganization, bool IsNewAccount)> made;
        try
        {
            made = await db.WriteAsync(ct => MakeAsync(db, wanted, member, ct), cancellationToken);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return Failure.Conflict("member.changed_meanwhile", "The same account or organization was made at this moment by someone else. Run it again.");
        }

        if (!made.TryGet(out var done, out var failure))
        {
            return failure;
        }

        accounts.Forget(done.User.Id);
        file.Delete();
        return new LetInAdministrator(await accounts.InviteAsync(done.User), done.Organization, done.IsNewOrganization, done.IsNewAccount);
    }

    private async Task<Result<(User User, string? Organization, bool IsNewOrganization, bool IsNewAccount)>> MakeAsync(
        IntegrationsDbContext db, NewAdministrator wanted, NewMember member, CancellationToken cancellationToken)
    {
        // Before anyone is looked for: on PostgreSQL a first run at the same moment waits here.
        await FirstRun.CloseAsync(db, clock.GetUtcNow(), cancellationToken);
        var normalized = normalizer.NormalizeEmail(wanted.Email.Trim());
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken);
        var found = await OrganizationAsync(db, wanted, user, cancellationToken);
        if (!found.TryGet(out var place, out var failure))
        {
            db.ChangeTracker.Clear();
            return Result<(User, string?, bool, bool)>.Fail(failure);
        }

        var (organization, isNewOrganization) = place;
        var caller = new Caller(null, organization?.Id, Role.User) { DisplayName = "operator of the hub" };
        if (isNewOrganization)
        {
            audit.Add(
                db, caller, "organization.created", new AuditTarget("organization", organization!.Id.ToString(), organization.Name, organization.Id),
                after: new { organization.Name, organization.Plan, administrator = member.Email });
        }

        var role = wanted.IsSuper || user?.Role == Role.SuperAdmin ? Role.SuperAdmin : Role.TenantAdmin;
        var isNewAccount = user is null;
        if (user is null)
        {
            user = accounts.Make(member with { Role = role }, organization?.Id);
            db.Users.Add(user);
            audit.Add(db, caller, "member.made_by_operator", MemberService.Target(user), after: new { role = Roles.Name(role) });
        }
        else
        {
            var before = new { role = Roles.Name(user.Role), disabled = user.DisabledAt is not null };
            await OpenAgainAsync(db, user, cancellationToken);
            (user.Role, user.OrganizationId, user.DisplayName) = (role, organization?.Id ?? user.OrganizationId, wanted.Name?.Trim() ?? user.DisplayName);
            audit.Add(db, caller, "member.recovered_by_operator", MemberService.Target(user), before, new { role = Roles.Name(role), disabled = false });
        }

        await db.SaveChangesAsync(cancellationToken);
        return Result<(User, string?, bool, bool)>.Success((user, organization?.Name, isNewOrganization, isNewAccount));
    }

    private async Task<Result<(Organization? Organization, bool IsNew)>> OrganizationAsync(
        IntegrationsDbContext db, NewAdministrator wanted, User? user, CancellationToken cancellationToken)
    {
        if (wanted.Organization?.Trim() is { } name)
        {
            var named = await db.Organizations.SingleOrDefaultAsync(o => o.Name == name, cancellationToken);
            if (user?.OrganizationId is { } present && present != named?.Id)
            {
                return Result<(Organization?, bool)>.Fail(OtherOrganization);
            }

            var organization = named ?? new Organization { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = name, Plan = Plans.Free, CreatedAt = clock.GetUtcNow() };
            if (named is null)
            {
                db.Organizations.Add(organization);
            }

            return Usable(organization, named is null);
        }

        if (user?.OrganizationId is { } own)
        {
            return Usable(await db.Organizations.SingleAsync(o => o.Id == own, cancellationToken), isNew: false);
        }

        if (wanted.IsSuper || user?.Role == Role.SuperAdmin)
        {
            return Result<(Organization?, bool)>.Success((null, false));
        }

        var some = await db.Organizations.OrderBy(o => o.Id).Take(2).ToListAsync(cancellationToken);
        return some.Count == 1 ? Usable(some[0], isNew: false) : Result<(Organization?, bool)>.Fail(WhichOrganization);
    }

    private static Result<(Organization? Organization, bool IsNew)> Usable(Organization organization, bool isNew) => organization.DisabledAt is null
        ? Result<(Organization?, bool)>.Success((organization, isNew))
        : Result<(Organization?, bool)>.Fail(Failure.Conflict(
            "organization.disabled", $"The organization '{organization.Name}' is disabled, so its people cannot sign in. Make a super administrator with --super and another address, and let them enable it."));

    /// <summary>The person who lost their way in may have lost it to someone: nothing that opened the account before opens it now.</summary>
    private async Task OpenAgainAsync(IntegrationsDbContext db, User user, CancellationToken cancellationToken)
    {
        (user.DisabledAt, user.TwoFactorEnabled) = (null, false);
        await SecondFactorCodes.RemoveAsync(db, user.Id, cancellationToken);
        await WaysInEnd.EndAllAsync(db, user, clock.GetUtcNow(), cancellationToken);
    }
}
