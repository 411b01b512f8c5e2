using System.Linq.Expressions;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>The queries that every list of integrations makes. Compiled once: taking one apart anew at each request costs as much as running it.</summary>
internal sealed class InstanceRows
{
    private readonly Func<IntegrationsDbContext, Guid?, Guid?, CancellationToken, Task<int>> _count = EF.CompileAsyncQuery(InstanceQueries.WithVisibility(
        (Expression<Func<IntegrationsDbContext, Guid?, Guid?, CancellationToken, int>>)((db, organizationId, userId, _) =>
            db.Set<IntegrationInstance>().Count(i => InstanceQueries.IsVisible(i, organizationId, userId)))));

    private readonly Func<IntegrationsDbContext, Guid?, Guid?, int, int, IAsyncEnumerable<IntegrationInstance>> _byName = EF.CompileAsyncQuery(InstanceQueries.WithVisibility(
        (Expression<Func<IntegrationsDbContext, Guid?, Guid?, int, int, IQueryable<IntegrationInstance>>>)((db, organizationId, userId, offset, limit) =>
            db.Set<IntegrationInstance>().AsNoTracking().Where(i => InstanceQueries.IsVisible(i, organizationId, userId)).OrderBy(i => i.Name).ThenBy(i => i.Id).Skip(offset).Take(limit))));

    private readonly Func<IntegrationsDbContext, Guid?, Guid?, InstanceLevel, CancellationToken, Task<int>> _countOfLevel = EF.CompileAsyncQuery(InstanceQueries.WithVisibility(
        (Expression<Func<IntegrationsDbContext, Guid?, Guid?, InstanceLevel, CancellationToken, int>>)((db, organizationId, userId, level, _) =>
            db.Set<IntegrationInstance>().Count(i => InstanceQueries.IsVisible(i, organizationId, userId) && i.Level == level))));

    private readonly Func<IntegrationsDbContext, Guid?, Guid?, InstanceLevel, int, int, IAsyncEnumerable<IntegrationInstance>> _byNameOfLevel = EF.CompileAsyncQuery(InstanceQueries.WithVisibility(
        (Expression<Func<IntegrationsDbContext, Guid?, Guid?, InstanceLevel, int, int, IQueryable<IntegrationInstance>>>)((db, organizationId, userId, level, offset, limit) =>
            db.Set<IntegrationInstance>().AsNoTracking().Where(i => InstanceQueries.IsVisible(i, organizationId, userId) && i.Level == level)
                .OrderBy(i => i.Name).ThenBy(i => i.Id).Skip(offset).Take(limit))));

    // By owner key, because the index has it beside the integration: asked for those that are no person's, SQLite would read the organizations' connections of the whole hub.
    private readonly Func<IntegrationsDbContext, List<Guid>, string, IAsyncEnumerable<Connection>> _connections = EF.CompileAsyncQuery(
        (IntegrationsDbContext db, List<Guid> ids, string own) =>
            db.Set<Connection>().AsNoTracking().Where(c => ids.Contains(c.InstanceId) && c.DisconnectedAt == null && (c.OwnerKey == "" || c.OwnerKey == own)));

    private readonly Func<IntegrationsDbContext, List<Guid>, IAsyncEnumerable<InstanceTag>> _tags = EF.CompileAsyncQuery<IntegrationsDbContext, List<Guid>, InstanceTag>(
        (db, ids) => db.Set<InstanceTag>().AsNoTracking().Where(t => ids.Contains(t.InstanceId)).OrderBy(t => t.Key));

    /// <summary>How many a caller sees, of one level or of both.</summary>
    public Task<int> CountAsync(IntegrationsDbContext db, Caller caller, InstanceLevel? level, CancellationToken cancellationToken) => level is { } one
        ? _countOfLevel(db, caller.OrganizationId, caller.UserId, one, cancellationToken)
        : _count(db, caller.OrganizationId, caller.UserId, cancellationToken);

    /// <summary>A page of all that a caller sees, of one level or of both, by name.</summary>
    public ValueTask<List<IntegrationInstance>> ByNameAsync(IntegrationsDbContext db, Caller caller, InstanceLevel? level, PageRequest page, CancellationToken cancellationToken) => (level is { } one
        ? _byNameOfLevel(db, caller.OrganizationId, caller.UserId, one, page.Offset, page.Limit)
        : _byName(db, caller.OrganizationId, caller.UserId, page.Offset, page.Limit)).ToListAsync(cancellationToken);

    /// <summary>The living connections of integrations that may be the caller's to use: the organization's and their own.</summary>
    public ValueTask<List<Connection>> ConnectionsAsync(IntegrationsDbContext db, Caller caller, List<Guid> ids, CancellationToken cancellationToken) =>
        _connections(db, ids, Connection.OwnerKeyOf(caller.UserId)).ToListAsync(cancellationToken);

    /// <summary>The tags of integrations, each one's in order.</summary>
    public ValueTask<List<InstanceTag>> TagsAsync(IntegrationsDbContext db, List<Guid> ids, CancellationToken cancellationToken) => _tags(db, ids).ToListAsync(cancellationToken);
}
