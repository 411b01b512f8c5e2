using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Integrations.Tests.Linking;

/// <summary>What changed about links and connections is seen by those who follow it, whoever changed it and however.</summary>
public sealed class LinkChangeTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Both = [LinkChange.Pulls, LinkChange.Subscriptions];

    private readonly ConnectedHub _hub = new();
    private Guid _instance;
    private Guid _connection;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _instance = await _hub.ConnectAsync(_hub.Admin, "github", "api_key");
        _connection = (await _hub.WithDatabaseAsync(db => db.Connections.SingleAsync(c => c.InstanceId == _instance))).Id;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task ConnectionThatNothingIsLinkedThrough_IsNotNoted()
    {
        await SetAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Error));

        Assert.Empty(await ChangesAsync());
    }

    [Fact]
    public async Task EachChangeThatMatters_IsNoted_AndNoOther()
    {
        await LinkAsync();
        await NotedAsync(Both);

        await SetAsync(set => set.SetProperty(c => c.LastUsedAt, DateTimeOffset.UtcNow));
        await NotedAsync();

        await SetAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Error));
        await NotedAsync(Both);
        await SetAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Active));
        await NotedAsync(Both);

        await _hub.WithDatabaseAsync(db => db.Links.ExecuteUpdateAsync(set => set.SetProperty(l => l.Title, "Another")));
        await NotedAsync();
        await _hub.WithDatabaseAsync(db => db.Links.ExecuteUpdateAsync(set => set.SetProperty(l => l.IsGone, true)));
        await NotedAsync(Both);

        await OfInstanceAsync(set => set.SetProperty(i => i.Status, InstanceStatus.Error));
        await NotedAsync();
        await OfInstanceAsync(set => set.SetProperty(i => i.Status, InstanceStatus.Disabled));
        await NotedAsync(Both);
        await OfInstanceAsync(set => set.SetProperty(i => i.Status, InstanceStatus.Connected));
        await NotedAsync(Both);

        await _hub.WithDatabaseAsync(db => db.Organizations.ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, DateTimeOffset.UtcNow)));
        await NotedAsync(Both);
        await _hub.WithDatabaseAsync(db => db.Organizations.ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, (DateTimeOffset?)null)));
        await NotedAsync(Both);

        await _hub.WithDatabaseAsync(db => db.Links.ExecuteDeleteAsync());
        await NotedAsync(LinkChange.Subscriptions);
    }

    [Fact]
    public async Task EndedConnection_IsNoted_ThoughItsLinksAreNotItsOwnAnyMore()
    {
        await LinkAsync();
        await NotedAsync(Both);

        Assert.True((await _hub.Get<ConnectionService>().DisconnectAsync(_hub.Admin, _instance, None)).IsSuccess);

        await NotedAsync(Both);
    }

    [Fact]
    public async Task PersonWhoMayNotSignIn_IsNoted_ForTheirConnections()
    {
        await LinkAsync();
        await NotedAsync(Both);
        var user = _hub.User.UserId!.Value;
        await _hub.WithDatabaseAsync(db => db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.UserId, user)));

        await _hub.WithDatabaseAsync(db => db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow)));

        await NotedAsync(Both);
    }

    [Fact]
    public async Task Look_BeginsWithWhatChanged_ThenTakesAllOthersOnceEach()
    {
        var template = await _hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.Id == _connection));
        const int others = (LinkedConnections.PageSize * 2) + 7;
        await _hub.WithDatabaseAsync(async db =>
        {
            db.Connections.AddRange(Enumerable.Range(0, others).Select(n => new Connection
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = template.OrganizationId,
                InstanceId = template.InstanceId,
                ProviderKey = template.ProviderKey,
                AuthKind = template.AuthKind,
                DisconnectedAt = DateTimeOffset.UtcNow,
                Status = ConnectionStatus.Revoked,
            }));
            return await db.SaveChangesAsync();
        });
        await LinkAsync();
        var pages = new List<IReadOnlyList<Guid>>();

        await new LinkedConnections(_hub.Get<IDbContextFactory<IntegrationsDbContext>>(), LinkChange.Pulls).RunAsync(
            (ids, _) =>
            {
                pages.Add(ids);
                return Task.CompletedTask;
            },
            None);

        Assert.Equal([_connection], pages[0]);
        Assert.Equal(others + 1, pages.Skip(1).SelectMany(page => page).Distinct().Count());
        Assert.Equal(others + 1, pages.Skip(1).Sum(page => page.Count));
        await NotedAsync(LinkChange.Subscriptions);
    }

    [Fact]
    public async Task LookThatFails_IsMadeAgain()
    {
        await LinkAsync();
        var connections = new LinkedConnections(_hub.Get<IDbContextFactory<IntegrationsDbContext>>(), LinkChange.Pulls);

        await Assert.ThrowsAsync<InvalidOperationException>(() => connections.RunAsync((_, _) => throw new InvalidOperationException("No luck."), None));

        await NotedAsync(Both);
    }

    /// <summary>What was noted since the last time, of the one connection.</summary>
    private async Task NotedAsync(params string[] readers)
    {
        Assert.Equal(readers, await ChangesAsync());
        await _hub.WithDatabaseAsync(db => db.LinkChanges.ExecuteDeleteAsync());
    }

    private Task<List<string>> ChangesAsync() => _hub.WithDatabaseAsync(db => db.LinkChanges.Where(c => c.ConnectionId == _connection).Select(c => c.Reader).Distinct().OrderBy(reader => reader).ToListAsync());

    private Task<int> SetAsync(Action<UpdateSettersBuilder<Connection>> change) => _hub.WithDatabaseAsync(db => db.Connections.Where(c => c.Id == _connection).ExecuteUpdateAsync(change));

    private Task<int> OfInstanceAsync(Action<UpdateSettersBuilder<IntegrationInstance>> change) => _hub.WithDatabaseAsync(db => db.Instances.Where(i => i.Id == _instance).ExecuteUpdateAsync(change));

    private Task<int> LinkAsync() => _hub.WithDatabaseAsync(async db =>
    {
        db.Links.Add(new EntityLink
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = _hub.Admin.OrganizationId!.Value,
            EntityType = "meeting",
            EntityId = Guid.CreateVersion7(),
            InstanceId = _instance,
            ProviderKey = "github",
            ExternalEntityId = "octo/one#1",
            ExternalType = "issue",
            Title = "One",
            CreatedAt = DateTimeOffset.UtcNow,
            RefreshedAt = DateTimeOffset.UtcNow,
        });
        return await db.SaveChangesAsync();
    });
}
