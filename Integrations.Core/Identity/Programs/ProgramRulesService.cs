using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Programs;

/// <summary>Which programs besides its own an organization lets its members let in.</summary>
public sealed class ProgramRulesService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>What holds; the defaults where nothing was set.</summary>
    public async Task<ProgramRules> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ProgramRules.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(cancellationToken) ?? new ProgramRules { OrganizationId = caller.OrganizationId ?? Guid.Empty };
    }

    /// <summary>Whether any organization lets programs register themselves: only then the hub has an address for it.</summary>
    public async Task<bool> AnyAllowsSelfRegisteredAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ProgramRules.AnyAsync(r => r.AllowsSelfRegistered, cancellationToken);
    }

    /// <summary>Sets it; the next request of each program is judged by it.</summary>
    /// <returns>What holds now; or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>programs.rules_changed</c>.</returns>
    public async Task<Result<ProgramRules>> ChangeAsync(Caller caller, bool allowsDocuments, bool allowsSelfRegistered, int expectedVersion, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangePrograms) ?? (caller.SessionId is null ? ProgramFailures.ByPersonOnly : null) ?? caller.MustHaveSignedInLately(clock.GetUtcNow())) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rules = await db.ProgramRules.VisibleTo(caller).SingleOrDefaultAsync(cancellationToken);
        if ((rules?.Version ?? 0) != expectedVersion)
        {
            return ProgramFailures.RulesChanged;
        }

        if (rules is null)
        {
            rules = new ProgramRules { OrganizationId = caller.OrganizationId!.Value };
            db.ProgramRules.Add(rules);
        }

        var before = Summary(rules);
        (rules.AllowsDocuments, rules.AllowsSelfRegistered) = (allowsDocuments, allowsSelfRegistered);
        audit.Add(db, caller, "program.rules_changed", new AuditTarget("program_rules", rules.OrganizationId.ToString(), "Programs"), before, Summary(rules));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException lost) when (LostRaces.IsStale(lost) || lost.IsUniqueViolation())
        {
            return ProgramFailures.RulesChanged;
        }

        return rules;
    }

    private static object Summary(ProgramRules rules) => new { rules.AllowsDocuments, rules.AllowsSelfRegistered };
}
