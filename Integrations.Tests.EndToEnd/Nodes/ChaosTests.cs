using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>
/// Half a minute of trouble on three nodes, and ten minutes of it with <c>scripts/prove chaos</c>: nodes killed and started
/// again, the database stopped for seconds, receivers and vendors that fail, while events are raised and tokens renewed.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "The seed is printed so that a run can be repeated.")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Endpoints = 3;
    private const string Provider = "github";

    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(ProofSize.Of(7, 20));
    private static readonly TimeSpan PauseOfDatabase = TimeSpan.FromSeconds(ProofSize.Of(3, 8));

    [Fact, Proves("M4")]
    public async Task NodesKilled_DatabaseStopped_ReceiversFailing_NoEventIsLostAndTheLedgerBalances()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        var random = new Random(seed);
        await using var server = new PostgresServer();
        await using var nodes = await NodeCluster.StartAsync(server);
        await using var receiver = await Receiver.StartAsync();
        var answered = new ConcurrentQueue<(string Event, string Path, int Status)>();
        receiver.Answer = context => AnswerAsync(context, answered);
        await AddEndpointsAsync(nodes, receiver);
        var tokens = await nodes.AdministratorsAsync(12);
        var expiring = await ConnectAsync(nodes);

        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(ProofSize.Of(30, 600)));
        var raising = tokens.Select((token, i) => Task.Run(() => RaiseAsync(nodes, i, token, enough.Token))).ToList();
        var refreshing = Task.Run(() => RefreshAsync(nodes, expiring, tokens[0], enough.Token));
        var (kills, pauses) = await TroubleAsync(nodes, server, random, enough.Token);
        var calls = await Task.WhenAll(raising);
        var refreshes = await refreshing;
        foreach (var node in Enumerable.Range(0, nodes.Count).Where(node => !nodes.IsUp(node)))
        {
            await nodes.StartAsync(node);
        }

        var ledger = await SettledAsync(nodes);
        var events = await nodes.ReadAsync(db => db.OutboxEvents.AsNoTracking().Where(e => e.Type == EventTypes.IntegrationEnabled || e.Type == EventTypes.IntegrationDisabled)
            .Select(e => new { e.Id, e.Data }).ToListAsync());
        var raised = events.Select(e => JsonElement.Parse(e.Data).GetProperty("integrationId").GetString()!).CountBy(id => id).ToDictionary(StringComparer.Ordinal);
        // What was answered has its event; a call that was cut off may have one or none.
        var lost = calls.SelectMany(c => c).Sum(c => Math.Max(0, c.Acknowledged - raised.GetValueOrDefault(c.Id)));
        var unexplained = calls.SelectMany(c => c).Sum(c => Math.Max(0, raised.GetValueOrDefault(c.Id) - c.Acknowledged - c.Unknown));
        var twice = await nodes.ReadAsync(db => db.WebhookAttempts.Where(a => a.StatusCode == 200).GroupBy(a => a.DeliveryId).CountAsync(g => g.Count() > 1));
        var miscounted = await nodes.ReadAsync(db => db.WebhookDeliveries.CountAsync(d => d.Attempts != db.Set<WebhookAttempt>().Count(a => a.DeliveryId == d.Id)));
        var acknowledged = calls.SelectMany(c => c).Sum(c => c.Acknowledged);
        var unsent = await UnsentAsync(nodes, answered);

        output.WriteLine($"""
            seed {seed}: {kills} kills, {pauses} stops of the database
              calls acknowledged              {acknowledged,8}   cut off {calls.SelectMany(c => c).Sum(c => c.Unknown)}, answered 5xx {calls.SelectMany(c => c).Sum(c => c.Refused)}
              events                          {events.Count,8}
              deliveries (events x {Endpoints})          {ledger.Sent,8}
                succeeded                     {ledger.Succeeded,8}
                dead                          {ledger.Dead,8}
                pending                       {ledger.Pending,8}
              arrivals                        {answered.Count,8}
              tokens renewed                  {refreshes,8}
              acknowledged without event      {lost,8}
              events that no one asked for    {unexplained,8}
              deliveries completed twice      {twice,8}
              deliveries with wrong attempts  {miscounted,8}
              succeeded, never received       {unsent,8}
            """);
        Assert.True(kills > 0 && pauses > 0 && acknowledged > 0);
        Assert.Equal(0, lost);
        Assert.Equal(0, unexplained);
        Assert.Equal(events.Count * Endpoints, ledger.Sent);
        Assert.Equal(ledger.Sent, ledger.Succeeded + ledger.Dead + ledger.Pending);
        Assert.Equal((0, 0, 0), (twice, miscounted, unsent));
        // Rotating tokens, renewed all the time by nodes that died in between: the grant lives.
        await UsableAsync(nodes, expiring, tokens[1]);
    }

    private static async Task<(int Kills, int Pauses)> TroubleAsync(NodeCluster nodes, PostgresServer server, Random random, CancellationToken stop)
    {
        var (kills, pauses) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            // One node is always left: it is the cluster that is to go on.
            var victim = random.Next(nodes.Count);
            await PauseAsync(BetweenKills * (0.5 + random.NextDouble()), stop);
            nodes.Kill(victim);
            kills++;
            if (kills % 2 == 1)
            {
                await server.PauseAsync();
                await PauseAsync(PauseOfDatabase, default);
                await server.ResumeAsync();
                pauses++;
            }

            await nodes.StartAsync(victim);
        }

        return (kills, pauses);
    }

    private async Task<List<Raised>> RaiseAsync(NodeCluster nodes, int number, string token, CancellationToken stop)
    {
        var all = new List<Raised>();
        Raised? mine = null;
        var turn = number;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await nodes.ClientAsync(turn++ % nodes.Count, token);
                client.Timeout = TimeSpan.FromSeconds(10);
                if (mine is null)
                {
                    using var created = await client.PostAsJsonAsync("/api/tenant/integrations", new { integrationId = Provider, name = $"Chaos {number} {Guid.NewGuid():N}" }, stop);
                    if (created.StatusCode != HttpStatusCode.Created)
                    {
                        await PauseAsync(TimeSpan.FromMilliseconds(200), stop);
                        continue;
                    }

                    mine = new Raised(JsonElement.Parse(await created.Content.ReadAsStringAsync(stop)).GetProperty("id").GetString()!);
                    all.Add(mine);
                }

                mine.Unknown++;
                using var switched = await client.PostAsync(new Uri($"/api/tenant/integrations/{mine.Id}/{(mine.Calls++ % 2 == 0 ? "deactivate" : "activate")}", UriKind.Relative), null, CancellationToken.None);
                switch (switched.StatusCode)
                {
                    case HttpStatusCode.OK or HttpStatusCode.NoContent:
                        mine.Unknown--;
                        mine.Acknowledged++;
                        break;
                    // Nothing was done; the next of its kind is.
                    case HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed:
                        mine.Unknown--;
                        mine.Calls--;
                        break;
                    default:
                        // A commit whose answer was lost may have happened.
                        mine.Refused++;
                        mine = null;
                        break;
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
            {
                // The node died, or is not there: what the call did is unknown, as to any client.
                mine = null;
            }

            // 200 of these are allowed to a person in a minute.
            await PauseAsync(TimeSpan.FromMilliseconds(350), stop);
        }

        return all;
    }

    private static async Task<int> RefreshAsync(NodeCluster nodes, Guid id, string token, CancellationToken stop)
    {
        var ledger = nodes.Sandbox.State.OAuth("jira");
        var before = ledger.Refreshes;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await nodes.ReadAsync(db => db.Connections.Where(c => c.InstanceId == id && c.RefreshLeaseUntil == null)
                    .ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1)).SetProperty(x => x.RefreshRetryAt, (DateTimeOffset?)null)));
                if (ledger.Refreshes % 3 == 1)
                {
                    nodes.Sandbox.State.AnswerNext("api.atlassian.com", 500);
                }

                await Task.WhenAll(Enumerable.Range(0, nodes.Count).Where(nodes.IsUp).Select(async node =>
                {
                    using var client = await nodes.ClientAsync(node, token);
                    client.Timeout = TimeSpan.FromSeconds(20);
                    using var tested = await client.PostAsync(new Uri($"/api/tenant/integrations/{id}/connection/test", UriKind.Relative), null, CancellationToken.None);
                }));
            }
            catch (Exception trouble) when (trouble is HttpRequestException or IOException or OperationCanceledException or System.Data.Common.DbException or InvalidOperationException)
            {
                // Wanted.
            }

            await PauseAsync(TimeSpan.FromSeconds(4), stop);
        }

        return ledger.Refreshes - before;
    }

    /// <summary>Waits until all events are fanned out and nothing is on its way; what waits for its schedule stays pending.</summary>
    private static async Task<(int Sent, int Succeeded, int Dead, int Pending)> SettledAsync(NodeCluster nodes)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // What killed nodes had claimed is due when its lease ends; here as if that minute had passed.
            var busy = await nodes.ReadAsync(async db =>
                await db.OutboxEvents.CountAsync(e => e.FannedOutAt == null)
                + await db.WebhookDeliveries.CountAsync(d => d.Status == DeliveryStatus.Pending && (d.ClaimId != null || d.DueAt <= DateTimeOffset.UtcNow)));
            if (busy == 0)
            {
                break;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < DeliveryClaims.Lease * 3, $"{busy} still under way");
            await Task.Delay(500);
        }

        return await nodes.ReadAsync(async db => (
            await db.WebhookDeliveries.CountAsync(), await db.WebhookDeliveries.CountAsync(d => d.Status == DeliveryStatus.Succeeded),
            await db.WebhookDeliveries.CountAsync(d => d.Status == DeliveryStatus.Dead), await db.WebhookDeliveries.CountAsync(d => d.Status == DeliveryStatus.Pending)));
    }

    private static async Task<int> UnsentAsync(NodeCluster nodes, ConcurrentQueue<(string Event, string Path, int Status)> answered)
    {
        var succeeded = await nodes.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.Succeeded)
            .Join(db.WebhookEndpoints, d => d.EndpointId, e => e.Id, (d, e) => new { d.EventId, e.Url }).ToListAsync());
        // Looked at afterwards: retries go on, and one is received before it has succeeded.
        var got = answered.Where(a => a.Status == 200).Select(a => (a.Event, a.Path)).ToHashSet();
        return succeeded.Count(d => !got.Contains((d.EventId.ToString(), new Uri(d.Url).AbsolutePath)));
    }

    private static async Task AnswerAsync(HttpContext context, ConcurrentQueue<(string, string, int)> answered)
    {
        var dice = Random.Shared.Next(100);
        if (dice < 3)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), context.RequestAborted);
        }

        // Some fail once; the second time all is well, so that the schedule's first steps are seen.
        context.Response.StatusCode = dice is >= 3 and < 8 ? 500 : 200;
        answered.Enqueue((context.Request.Headers["webhook-id"].ToString(), context.Request.Path, context.Response.StatusCode));
    }

    private static async Task AddEndpointsAsync(NodeCluster nodes, Receiver receiver)
    {
        var caller = await nodes.CallerAsync();
        for (var i = 0; i < Endpoints; i++)
        {
            var created = await nodes.Services.GetRequiredService<WebhookEndpointService>().CreateAsync(
                caller, new WebhookEndpointValues { Name = $"Chaos {i}", Url = $"{receiver.Url}/{i}", Events = [EventTypes.IntegrationEnabled, EventTypes.IntegrationDisabled] }, default);
            Assert.True(created.IsSuccess, created.Failure?.ToString());
        }
    }

    private static async Task<Guid> ConnectAsync(NodeCluster nodes)
    {
        var account = nodes.Sandbox.Credentials.First(c => c.Provider == "jira" && c.Kind == "oauth2" && c.Behaviour == Integrations.Sandbox.Accounts.SandboxBehaviour.Healthy);
        return await OAuthPerson.ConnectAsync(nodes.Services, await nodes.CallerAsync(), "jira", new(account.Account, account.Account, account.Behaviour), name: "Chaos Jira");
    }

    private static async Task UsableAsync(NodeCluster nodes, Guid id, string token)
    {
        await nodes.ReadAsync(db => db.Connections.Where(c => c.InstanceId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1)).SetProperty(x => x.RefreshRetryAt, (DateTimeOffset?)null)));
        using var client = await nodes.ClientAsync(0, token);
        // What the vendor was told to fail with may still be ahead, and nodes may still keep from it for that. A grant that died stays dead.
        await Eventually.ValueAsync<string?>(
            async () =>
            {
                using var tested = await client.PostAsync(new Uri($"/api/tenant/integrations/{id}/connection/test", UriKind.Relative), null);
                var answer = await tested.Content.ReadAsStringAsync();
                if (tested.IsSuccessStatusCode && JsonElement.Parse(answer).GetProperty("success").GetBoolean())
                {
                    return null;
                }

                // 50 of these are allowed to a person in a minute.
                await PauseAsync(TimeSpan.FromSeconds(2), default);
                return answer;
            },
            refused => refused is null,
            TimeSpan.FromMinutes(3));
        Assert.Equal(ConnectionStatus.Active, await nodes.ReadAsync(db => db.Connections.Where(c => c.InstanceId == id).Select(c => c.Status).SingleAsync()));
    }

    private static Task PauseAsync(TimeSpan time, CancellationToken stop) => Task.Delay(time, stop).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>What one raiser knows of one integration's switches.</summary>
    private sealed class Raised(string id)
    {
        public string Id => id;

        public int Calls { get; set; }

        public int Acknowledged { get; set; }

        public int Unknown { get; set; }

        public int Refused { get; set; }
    }
}
