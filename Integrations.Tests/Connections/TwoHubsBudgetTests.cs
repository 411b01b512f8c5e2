using System.Net;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Connections;

/// <summary>Two whole hubs on one PostgreSQL, and what a provider's file says of its limits.</summary>
public sealed class TwoHubsBudgetTests : IAsyncLifetime
{
    private const string Provider = "bitbucket";
    private const string Account = "https://api.bitbucket.org/2.0/user";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ConnectedHub _hub = new()
    {
        OnPostgres = true,
        More = services => services.AddSingleton(hub => new SharedBudgets(
            hub.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>(), hub.GetRequiredService<NodeIdentity>(),
            hub.GetRequiredService<TimeProvider>(), hub.GetRequiredService<ILogger<SharedBudgets>>())
        {
            Patience = TimeSpan.FromMinutes(1),
            Time = new DatabaseClock { Ask = (_, _) => Task.FromResult(hub.GetRequiredService<TimeProvider>().GetUtcNow()) },
        }),
    };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task WhatJobsOfOneHubSpend_TheOtherHubsJobsHaveNot_AndPeopleHaveTheirPart()
    {
        var id = await _hub.SignInAtVendorAsync(_hub.Admin, Provider);
        var connection = await _hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        await using var second = await ConnectedHub.SecondProcessOfAsync(_hub);
        var limits = _hub.Get<ConnectorCatalog>().Find(Provider)!.As<IHaveBudgets>()!;
        using var spending = new HttpMessageInvoker(_hub.Get<VendorBudgets>().Over(
            new BudgetCounter { InnerHandler = new Nowhere() }, new BudgetOwner(Provider, connection.Id, BudgetOwner.Hub), isJob: true, limits));
        await SpendAsync(spending);

        using var job = (await second.Get<VendorSessions>().OpenAsync(_hub.Admin, id, background: true, None)).Value;
        using var person = (await second.Get<VendorSessions>().OpenAsync(_hub.Admin, id, background: false, None)).Value;

        // On a machine that stood still for a second a hub counts for itself for a while.
        await Eventually.ValueAsync(() => job.Session.SendAsync(VendorSession.Get(Account), None), answer => answer.Failure?.Code == VendorFailures.BudgetSpentCode);
        var ofPerson = await person.Session.SendAsync(VendorSession.Get(Account), None);
        Assert.Equal(HttpStatusCode.OK, ofPerson.Value.Status);
        await Eventually.ValueAsync(
            async () => Assert.Single((await second.Get<ConnectionBudgets>().GetAsync(_hub.Admin, id, None)).Value), seen => seen.Left > 0 && seen.Left <= seen.Limit / 4);
    }

    /// <summary>Takes all that jobs may take, without asking the vendor.</summary>
    private static async Task SpendAsync(HttpMessageInvoker calls)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Account);
                using var response = await calls.SendAsync(request, None);
            }
            catch (BudgetSpentException)
            {
                return;
            }
        }
    }

    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
