using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>Reads the audit log, newest first: administrators their organization's, super admins everything.</summary>
public sealed class AuditService(IDbContextFactory<IntegrationsDbContext> contexts, AuditVerifier verifier)
{
    /// <summary>Rows of one page; more gives <c>validation</c>.</summary>
    public const int MaxLimit = 500;

    /// <summary>How much of a chain's end is checked for a page.</summary>
    public const int CheckedLinks = 500;

    /// <summary>One page of the audit log.</summary>
    /// <param name="caller">An administrator.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="cursor">What the last page gave; null starts at the newest.</param>
    /// <param name="limit">1 to 500 rows.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The entries; <c>permission_denied</c>, or <c>validation</c> for a limit out of range or a cursor that is not one.</returns>
    public async Task<Result<CursorPage<AuditEntry>>> ListAsync(Caller caller, AuditFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!caller.IsSuperAdmin && caller.Must(KnownPermissions.ReadAudit) is { } forbidden)
        {
            return forbidden;
        }

        if (limit is < 1 or > MaxLimit)
        {
            return Failure.InvalidField("limit", $"limit must be between 1 and {MaxLimit}.");
        }

        if (!TimeCursor.TryRead(cursor, out var after))
        {
            return TimeCursor.Invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(VisibleTo(db.AuditEntries.AsNoTracking(), caller), filter);
        if (after is { } last)
        {
            matching = matching.Where(a => a.OccurredAt < last.Time || (a.OccurredAt == last.Time && a.Id.CompareTo(last.Id) < 0));
        }

        var rows = await matching.OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return rows.Count > limit
            ? new CursorPage<AuditEntry>(rows[..limit], TimeCursor.Write(rows[limit - 1].OccurredAt, rows[limit - 1].Id))
            : new CursorPage<AuditEntry>(rows, null);
    }

    /// <summary>Whether the newest <see cref="CheckedLinks"/> entries of the caller's organization are as they were written; for a super admin, of the hub itself.</summary>
    /// <returns>What was found, or <c>permission_denied</c>.</returns>
    public async Task<Result<AuditChainReport>> CheckAsync(Caller caller, CancellationToken cancellationToken) =>
        !caller.IsSuperAdmin && caller.Must(KnownPermissions.ReadAudit) is { } forbidden
            ? forbidden
            : await verifier.VerifyEndAsync(caller.IsSuperAdmin ? Guid.Empty : caller.OrganizationId ?? Guid.Empty, CheckedLinks, cancellationToken);

    private static IQueryable<AuditEntry> VisibleTo(IQueryable<AuditEntry> entries, Caller caller)
    {
        var organizationId = caller.OrganizationId;
        return caller.IsSuperAdmin ? entries : entries.Where(a => a.OrganizationId == organizationId);
    }

    private static IQueryable<AuditEntry> Matching(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (!string.IsNullOrWhiteSpace(filter.Action))
        {
            var action = filter.Action.Trim();
            entries = entries.Where(a => a.Action.StartsWith(action));
        }

        if (!string.IsNullOrWhiteSpace(filter.Actor))
        {
            var actor = Text.LikePattern(filter.Actor);
            entries = entries.Where(a => EF.Functions.Like(a.ActorName, actor, @"\"));
        }

        if (filter.TargetId is { } target)
        {
            entries = entries.Where(a => a.TargetId == target);
        }

        if (filter.From is { } from)
        {
            entries = entries.Where(a => a.OccurredAt >= from);
        }

        return filter.To is { } to ? entries.Where(a => a.OccurredAt < to) : entries;
    }
}
