using System.Net;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Who may wait longer, and who leaves a part of the vendor's budget to people, are two things.</summary>
public sealed class BudgetedSessionTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "hubspot";
    private const string Account = "https://api.hubapi.com/account-info/v3/details";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task ProgramThatWaitsLonger_HasThePeoplesPart_AJobHasNot()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        var limits = hub.Get<ConnectorCatalog>().Find(Provider)!.As<IHaveBudgets>()!;
        using var job = (await hub.Get<VendorSessions>().OpenAsync(hub.Admin, id, background: true, None)).Value;
        using var program = (await hub.Get<VendorSessions>().OpenAsync(hub.Admin, id, background: true, None, isJob: false)).Value;
        using var spending = new HttpMessageInvoker(hub.Get<VendorBudgets>().Over(
            new BudgetCounter { InnerHandler = new Nowhere() }, new BudgetOwner(Provider, connection.Id, BudgetOwner.Hub), isJob: true, limits));
        await SpendAsync(spending);

        var ofJob = await job.Session.SendAsync(VendorSession.Get(Account), None);
        var ofProgram = await program.Session.SendAsync(VendorSession.Get(Account), None);

        Assert.Equal(VendorFailures.BudgetSpentCode, ofJob.Failure?.Code);
        Assert.True(ofProgram.IsSuccess, ofProgram.Failure?.ToString());
        Assert.Equal(HttpStatusCode.OK, ofProgram.Value.Status);
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
