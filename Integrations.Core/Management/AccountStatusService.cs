using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Document 004: which systems a person has connected for themself.</summary>
public sealed class AccountStatusService(IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog)
{
    private static readonly Failure UserNotFound = Failure.NotFound("user.not_found", "User not found");

    /// <summary>Every provider that people can connect for themselves, connected or not, in the catalog's order.</summary>
    /// <returns>The states; or not found for someone of another organization, forbidden for a colleague unless the caller administers.</returns>
    public async Task<Result<IReadOnlyList<AccountStatus>>> ListAsync(Caller caller, Guid userId, CancellationToken cancellationToken)
    {
        if (!(await ConnectionsAsync(caller, userId, null, cancellationToken)).TryGet(out var connections, out var refused))
        {
            return refused;
        }

        var providers = (await catalog.SnapshotAsync(cancellationToken)).ForPeople;
        return Result<IReadOnlyList<AccountStatus>>.Success([.. providers.Select(p => Status(p.Key, connections[p.Key], userId == caller.UserId))]);
    }

    /// <summary>As <see cref="ListAsync"/>, of one provider.</summary>
    /// <returns>The state, null of a provider that people cannot connect for themselves; or what <see cref="ListAsync"/> refuses.</returns>
    public async Task<Result<AccountStatus?>> FindAsync(Caller caller, Guid userId, string providerKey, CancellationToken cancellationToken)
    {
        if (!(await ConnectionsAsync(caller, userId, providerKey, cancellationToken)).TryGet(out var connections, out var refused))
        {
            return refused;
        }

        return Result<AccountStatus?>.Success(
            await catalog.FindAsync(providerKey, cancellationToken) is { IsForPeople: true } provider ? Status(provider.Key, connections[provider.Key], userId == caller.UserId) : null);
    }

    private static AccountStatus Status(string providerKey, IEnumerable<Connection> connections, bool isOwn) => new(
        providerKey,
        // Of several accounts at one provider the working one counts, then the newest.
        connections.OrderBy(c => c.Status == ConnectionStatus.Active ? 0 : 1).ThenByDescending(c => c.ConnectedAt).FirstOrDefault() is { } connection ? ConnectionView.Of(connection) : null,
        isOwn);

    /// <summary>The person's, by provider; of one provider, or of all for null.</summary>
    private async Task<Result<ILookup<string, Connection>>> ConnectionsAsync(Caller caller, Guid userId, string? providerKey, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isOwn = userId == caller.UserId;
        if (!isOwn)
        {
            var organizationId = caller.OrganizationId;
            if (organizationId is null || !await db.Users.AnyAsync(u => u.Id == userId && u.OrganizationId == organizationId, cancellationToken))
            {
                return UserNotFound;
            }

            if (caller.Must(KnownPermissions.SeeOthersConnections) is not null)
            {
                return ConnectionFailures.OtherUser;
            }
        }

        var connections = await db.Connections.AsNoTracking()
            .Where(c => c.UserId == userId && c.DisconnectedAt == null && (providerKey == null || c.ProviderKey == providerKey)).ToListAsync(cancellationToken);
        return Result<ILookup<string, Connection>>.Success(connections.Where(c => isOwn || c.OrganizationId == caller.OrganizationId).ToLookup(c => c.ProviderKey, StringComparer.Ordinal));
    }
}
