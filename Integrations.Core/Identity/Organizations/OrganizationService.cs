using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Organizations;

/// <summary>Tenants, for super admins. Each act is audited in the organization it touches (SECURITY A10).</summary>
public sealed class OrganizationService(
    IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, PasswordLinks links, AccountMail mail, MemberService members, AuditLog audit, TimeProvider clock)
{
    /// <summary>All organizations by name.</summary>
    public async Task<Result<Page<OrganizationRow>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ReadOrganizations) ?? page.Validate()) is { } failure)
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Organizations.AsNoTracking().OrderBy(o => o.Name).ThenBy(o => o.Id).Skip(page.Offset).Take(page.Limit)
            .Select(o => new OrganizationRow(o.Id, o.Name, o.Plan, db.Set<User>().Count(u => u.OrganizationId == o.Id), o.DisabledAt, o.CreatedAt))
            .ToListAsync(cancellationToken);
        return new Page<OrganizationRow>(rows, await db.Organizations.CountAsync(cancellationToken));
    }

    /// <summary>Creates a tenant and the account of its first administrator.</summary>
    /// <returns>The administrator's link, or <c>validation</c>, <c>permission_denied</c>, <c>organization.name_taken</c>, <c>member.email_taken</c>.</returns>
    public async Task<Result<Invitation>> CreateAsync(Caller caller, NewOrganization wanted, CancellationToken cancellationToken)
    {
        var administrator = wanted.Administrator with { Role = Role.TenantAdmin };
        if ((caller.Must(KnownPermissions.ChangeOrganizations) ?? CheckName(wanted.Name) ?? CheckPlan(wanted.Plan) ?? MemberService.Check(administrator)) is { } failure)
        {
            return failure;
        }

        var now = clock.GetUtcNow();
        var organization = new Organization { Id = Guid.CreateVersion7(now), Name = wanted.Name.Trim(), Plan = wanted.Plan, CreatedAt = now };
        var user = members.NewUser(administrator, organization.Id);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await links.CreateAsync(user);
        var isMailed = await mail.InviteAsync(db, user, organization.Name, caller.UserId, link, cancellationToken);
        db.Organizations.Add(organization);
        db.Users.Add(user);
        audit.Add(db, caller, "organization.created", Target(organization), after: new { organization.Name, organization.Plan, administrator = user.Email });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return await db.Organizations.AnyAsync(o => o.Name == organization.Name, cancellationToken)
                ? AccessFailures.OrganizationNameTaken(organization.Name)
                : AccessFailures.EmailTaken(user.Email!);
        }

        return new Invitation(MemberService.Row(user), link, isMailed);
    }

    /// <returns>Done, or <c>validation</c>, <c>permission_denied</c>, <c>organization.not_found</c>, <c>organization.name_taken</c>.</returns>
    public async Task<Result<Done>> UpdateAsync(Caller caller, Guid organizationId, string name, string plan, CancellationToken cancellationToken) =>
        (CheckName(name) ?? CheckPlan(plan)) is { } invalid
            ? invalid
            : await ChangeAsync(
                caller, organizationId, "organization.updated", organization => (organization.Name, organization.Plan) = (name.Trim(), plan), cancellationToken);

    /// <summary>Its people cannot sign in, its tokens stop, its jobs send nothing; nothing is deleted.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>organization.not_found</c>.</returns>
    public Task<Result<Done>> DisableAsync(Caller caller, Guid organizationId, CancellationToken cancellationToken) => ChangeAsync(
        caller, organizationId, "organization.disabled", organization => organization.DisabledAt ??= clock.GetUtcNow(), cancellationToken);

    /// <returns>Done, or <c>permission_denied</c>, <c>organization.not_found</c>.</returns>
    public Task<Result<Done>> EnableAsync(Caller caller, Guid organizationId, CancellationToken cancellationToken) => ChangeAsync(
        caller, organizationId, "organization.enabled", organization => organization.DisabledAt = null, cancellationToken);

    private async Task<Result<Done>> ChangeAsync(
        Caller caller, Guid organizationId, string action, Action<Organization> change, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeOrganizations) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var organization = await db.Organizations.SingleOrDefaultAsync(o => o.Id == organizationId, cancellationToken);
        if (organization is null)
        {
            return AccessFailures.OrganizationNotFound;
        }

        var before = new { organization.Name, organization.Plan, disabled = organization.DisabledAt is not null };
        change(organization);
        audit.Add(
            db, caller, action, Target(organization), before, new { organization.Name, organization.Plan, disabled = organization.DisabledAt is not null });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Failure(FailureKind.Conflict, "organization.changed", "Someone else changed the organization at the same moment. Look again and repeat.");
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return AccessFailures.OrganizationNameTaken(organization.Name);
        }

        directory.ForgetOrganization(organizationId);
        return Done.Value;
    }

    private static AuditTarget Target(Organization organization) => new("organization", organization.Id.ToString(), organization.Name, organization.Id);

    private static Failure? CheckName(string name) => Text.CheckName("name", name, Organization.NameMaxLength);

    private static Failure? CheckPlan(string plan) => Plans.All.Contains(plan, StringComparer.Ordinal)
        ? null
        : Failure.InvalidField("plan", $"plan must be one of {string.Join(", ", Plans.All)}.");
}
