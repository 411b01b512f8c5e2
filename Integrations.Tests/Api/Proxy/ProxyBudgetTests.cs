using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Core.Proxy;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Proxy;

/// <summary>A vendor counts all calls of a connection, whoever made them: those that are passed on come out of the same budget as all others.</summary>
public sealed class ProxyBudgetTests : IAsyncLifetime
{
    private const string Provider = "bitbucket";
    private const string Address = "https://api.bitbucket.org/2.0/user";
    private static readonly CancellationToken None = CancellationToken.None;

    // One process: what nodes lease of a shared budget, and have not sent, SharedBudgetTests tell.
    private readonly ConnectedHub _hub = new() { OnPostgres = false };

    private Caller Program => _hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Proxy };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task PassedCalls_AreTakenFromTheBudgetThatSearchesHave()
    {
        var id = await _hub.SignInAtVendorAsync(_hub.Admin, Provider);
        var before = await LeftAsync(id);

        Assert.Null((await PassAsync(id)).Failure);
        Assert.Null((await PassAsync(id)).Failure);
        var passed = await LeftAsync(id);
        Assert.True((await SearchAsync(id)).IsSuccess);

        Assert.Equal(before - 2, passed);
        Assert.True(await LeftAsync(id) < passed);
    }

    [Fact]
    public async Task BudgetSpentByPassedCalls_IsSpentForSearches_AndTheOtherWayRound()
    {
        var id = await _hub.SignInAtVendorAsync(_hub.Admin, Provider);
        await SpendAllButAsync(id, left: 1);

        var last = await PassAsync(id);
        var search = await SearchAsync(id);
        var another = await PassAsync(id);

        Assert.Null(last.Failure);
        Assert.Equal((VendorFailures.BudgetSpentCode, VendorFailures.BudgetSpentCode), (search.Failure?.Code, another.Failure?.Code));
        Assert.Equal(0, await LeftAsync(id));
    }

    private async Task<int> LeftAsync(Guid id) => Assert.Single((await _hub.Get<ConnectionBudgets>().GetAsync(_hub.Admin, id, None)).Value).Left;

    private async Task<(int? Status, Failure? Failure)> PassAsync(Guid id)
    {
        var sent = await _hub.Get<ProxyService>().SendAsync(Program, id, new ProxyRequest("GET", "user", ""), None);
        using var answer = sent.IsSuccess ? sent.Value : null;
        return (answer?.Status, sent.Failure);
    }

    private Task<Result<SearchHits>> SearchAsync(Guid id) => _hub.Get<SearchService>().SearchAsync(_hub.Admin, id, new SearchRequest("a", 1), None);

    /// <summary>What other work of the hub would take, without asking the vendor.</summary>
    private async Task SpendAllButAsync(Guid id, int left)
    {
        var connection = await _hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        var entry = _hub.Get<ConnectorCatalog>().Find(Provider)!;
        using var calls = new HttpMessageInvoker(_hub.Get<VendorBudgets>().Over(
            new BudgetCounter { InnerHandler = new Nowhere() }, BudgetOwner.Of(entry.Manifest, connection.Id, connection.AuthKind, null, connection.Hosts), isJob: false, entry.As<IHaveBudgets>()!));
        for (var rest = await LeftAsync(id) - left; rest > 0; rest--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            using var response = await calls.SendAsync(request, None);
        }

        Assert.Equal(left, await LeftAsync(id));
    }

    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK));
    }
}
