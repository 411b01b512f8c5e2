using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Storage;

/// <summary>Contexts are used again; what one piece of work asked of its own must not be there for the next.</summary>
public sealed class PooledContextTests
{
    [Fact, Proves("V5")]
    public async Task LongWork_LeavesNoLongLimitBehind()
    {
        await using var hub = await CoreHub.StartAsync();
        var contexts = hub.Get<IDbContextFactory<IntegrationsDbContext>>();
        int? before;
        await using (var db = await contexts.CreateDbContextAsync())
        {
            before = db.Database.GetCommandTimeout();
        }

        for (var round = 0; round < 8; round++)
        {
            await using var db = (await contexts.CreateDbContextAsync()).ForLongWork();
            await db.Organizations.CountAsync();
        }

        await using var next = await contexts.CreateDbContextAsync();
        Assert.Equal(before, next.Database.GetCommandTimeout());
    }

    [Fact, Proves("G4")]
    public async Task WatchOverTheDatabase_LeavesItsConnectionsToItself()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: true);
        var contexts = hub.Get<IDbContextFactory<IntegrationsDbContext>>();
        string? before;
        await using (var db = await contexts.CreateDbContextAsync())
        {
            before = db.Database.GetConnectionString();
        }

        for (var round = 0; round < 8; round++)
        {
            Assert.True(await hub.Get<DatabaseStart>().IsReachableAsync(CancellationToken.None));
        }

        await using var next = await contexts.CreateDbContextAsync();
        Assert.Equal(before, next.Database.GetConnectionString());
    }
}
