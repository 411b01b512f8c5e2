using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>The integrations that links connect.</summary>
public sealed class ConnectTargets(IDbContextFactory<IntegrationsDbContext> contexts, InstanceService instances, CatalogService catalog) : IConnectTargets
{
    private const int MostNames = 50;

    /// <inheritdoc/>
    public async Task<Result<Guid>> FindOrMakeAsync(Caller caller, ConnectLink link, string provider, CancellationToken cancellationToken)
    {
        var isOutside = link.Audience == ConnectLinkAudience.Outside;
        var called = (await catalog.FindAsync(provider, cancellationToken))?.DisplayName ?? provider;
        var name = isOutside && link.For is { } whom ? Text.Cut($"{called} – {whom}", IntegrationInstance.NameMaxLength - 4) : called;
        for (var number = 1; ; number++)
        {
            if (await FindAsync(caller, link, provider, cancellationToken) is { } found)
            {
                return found;
            }

            var values = new InstanceChanges
            {
                Name = number == 1 ? name : $"{name} {number}",
                Settings = link.Settings.Count == 0 ? null : link.Settings,
                // What people outside connect is for the program that asked; members find it once an administrator lets them search it.
                SearchEnabled = isOutside ? false : null,
            };
            var wanted = new NewInstance(provider, isOutside ? InstanceLevel.Organization : InstanceLevel.User, values) { Reference = link.Reference };
            var made = await instances.CreateAsync(isOutside ? MakerOf(link) : caller, wanted, cancellationToken);
            // Also where another link with the same reference was quicker: then the next look finds it.
            if (made.Failure is not { Code: InstanceFailures.NameTakenCode } || number == MostNames)
            {
                return made.Map(view => view.Id);
            }
        }
    }

    /// <inheritdoc/>
    public async Task TakeBackAsync(Caller caller, Guid instanceId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var made = await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == instanceId && i.LastConnectedAt == null && i.CreatedAt >= since, cancellationToken);
        if (made is not null)
        {
            await instances.DeleteAsync(caller.UserId is null ? Caller.Job(made.OrganizationId, caller.DisplayName) : caller, instanceId, cancellationToken);
        }
    }

    private async Task<Guid?> FindAsync(Caller caller, ConnectLink link, string provider, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.Instances.AsNoTracking().VisibleTo(caller).Where(i => i.ProviderKey == provider);
        if (link.Audience == ConnectLinkAudience.Outside)
        {
            // Also one that is switched off: a second for the same reference would not do what the first was switched off for.
            return link.Reference is { } reference ? await all.Where(i => i.Reference == reference).Select(i => (Guid?)i.Id).SingleOrDefaultAsync(cancellationToken) : null;
        }

        var (userId, known) = (caller.UserId, all.Where(i => i.Status != InstanceStatus.Disabled));
        return await known.Where(i => i.UserScoped).OrderBy(i => i.CreatedAt).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellationToken)
            ?? await known.Where(i => i.Level == InstanceLevel.User && !db.Set<Connection>().Any(c => c.InstanceId == i.Id && c.UserId == userId && c.DisconnectedAt == null && c.Status == ConnectionStatus.Active))
                .OrderBy(i => i.CreatedAt).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The link's maker administers the organization; the link was checked to hold a moment ago.</summary>
    private static Caller MakerOf(ConnectLink link) => Caller.Job(link.OrganizationId, Text.Cut($"Link to connect by {link.CreatedBy}", 320));
}
