using Integrations.Core.Connections;
using Integrations.Core.Storage.KeyRing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>RELIABILITY F4: a crash between the vendor's answer and the commit.</summary>
public sealed class RefreshJournalTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact, Proves("F4")]
    public async Task CrashBeforeTheCommit_TheNextStartCommitsTheAnswer_Once()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var before = await ConnectionAsync(id);
        var journal = hub.Get<RefreshJournal>();
        var path = journal.Write(before, new Dictionary<string, string>(StringComparer.Ordinal) { ["accessToken"] = "the-new-one" }, DateTimeOffset.UtcNow.AddHours(1));
        Assert.DoesNotContain("the-new-one", await File.ReadAllTextAsync(path!), StringComparison.Ordinal);

        Assert.Equal(1, await journal.ReplayAsync(default));
        Assert.Equal(0, await journal.ReplayAsync(default));

        var after = await ConnectionAsync(id);
        Assert.Equal(before.TokenVersion + 1, after.TokenVersion);
        Assert.Equal("the-new-one", hub.Get<CredentialVault>().Open(after)!.Token.Reveal());
    }

    [Fact, Proves("F4")]
    public async Task EntryOfAnOlderVersionOrATornOne_ChangesNothing()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var stale = await ConnectionAsync(id);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.TokenVersion, x => x.TokenVersion + 1)));
        var journal = hub.Get<RefreshJournal>();
        var path = journal.Write(stale, new Dictionary<string, string>(StringComparer.Ordinal) { ["accessToken"] = "old" }, null);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(path)!, "torn.journal"), "{\"Organ");

        Assert.Equal(0, await journal.ReplayAsync(default));

        Assert.NotEqual("old", hub.Get<CredentialVault>().Open(await ConnectionAsync(id))!.Token.Reveal());
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private Task<Connection> ConnectionAsync(Guid instanceId) => hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == instanceId));
}
