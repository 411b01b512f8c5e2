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

        var connections = (await db.Connections.AsNoTracking().Where(c => c.UserId == userId && c.DisconnectedAt == null).ToListAsync(cancellationToken))
            .Where(c => isOwn || c.OrganizationId == caller.OrganizationId)
            .ToLookup(c => c.ProviderKey);
        var providers = (await catalog.SnapshotAsync(cancellationToken)).ForPeople;
        return Result<IReadOnlyList<AccountStatus>>.Success(
        [
            .. providers.Select(p => new AccountStatus(
                p.Key,
                // Of several accounts at one provider the working one counts, then the newest.
                connections[p.Key].OrderBy(c => c.Status == ConnectionStatus.Active ? 0 : 1).ThenByDescending(c => c.ConnectedAt).FirstOrDefault() is { } connection
                    ? ConnectionView.Of(connection)
                    : null,
                isOwn)),
        ]);
    }
}
