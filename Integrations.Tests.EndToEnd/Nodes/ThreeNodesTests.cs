using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.EndToEnd.Browser;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Integrations.Tests.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>Three processes on one PostgreSQL are one hub. <c>scripts/prove nodes</c> runs the long form.</summary>
public sealed class ThreeNodesTests(ThreeNodesTests.Cluster fixture, ITestOutputHelper output) : IClassFixture<ThreeNodesTests.Cluster>
{
    private const string Provider = "microsoft_outlook";
    private const string Ledger = "microsoft";

    private NodeCluster Nodes => fixture.Nodes;

    [Fact, Proves("M1")]
    public async Task SignedInAtOneNode_ReadsAtEveryOther_AndTheCookieOpensThereToo()
    {
        using var first = await Nodes.ClientAsync(0);
        var token = first.DefaultRequestHeaders.Authorization!.Parameter;
        for (var node = 1; node < Nodes.Count; node++)
        {
            using var other = await Nodes.ClientAsync(node, token);
            using var answer = await other.GetAsync(new Uri("/api/tenant/integrations", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // Cookies know hosts, not ports: the browser of this test brings its cookie to each node, as behind a proxy.
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, UseProxy = false }) { BaseAddress = Nodes.Address(0) };
        using var signedIn = await HubApp.SignInAsync(browser, NodeCluster.Admin, Integrations.Core.Demo.DemoOptions.DefaultPassword);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        using var elsewhere = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, UseProxy = false }) { BaseAddress = Nodes.Address(2) };
        using var page = await elsewhere.GetAsync(new Uri("/integrations", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact, Proves("M1")]
    public async Task OAuthStartedAtOneNode_FinishesAtAnother_AndAThirdUsesTheCredential()
    {
        var id = await ConnectAsync(startAt: 0, finishAt: 1);

        using var third = await Nodes.ClientAsync(2);
        Assert.True(await TestAsync(third, id));
    }

    [Fact, Proves("F2")]
    public async Task ThousandCallersOverThreeNodes_OneExpiredToken_OneRefreshAtTheVendor()
    {
        const int Callers = 1_000;
        // A person's limit is 50 a minute.
        var tokens = await Nodes.AdministratorsAsync(25);
        var id = await ConnectAsync(startAt: 1, finishAt: 2);
        await Nodes.ReadAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1))));
        var before = Nodes.Sandbox.State.OAuth(Ledger).Refreshes;
        var clients = new List<HttpClient>();
        for (var i = 0; i < tokens.Count * Nodes.Count; i++)
        {
            clients.Add(await Nodes.ClientAsync(i % Nodes.Count, tokens[i / Nodes.Count]));
        }

        var served = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => TestAsync(clients[i % clients.Count], id)));

        var refreshes = Nodes.Sandbox.State.OAuth(Ledger).Refreshes - before;
        output.WriteLine($"{Callers} callers over {Nodes.Count} nodes: {served.Count(s => s)} served, {refreshes} refresh at the vendor");
        clients.ForEach(client => client.Dispose());
        Assert.All(served, Assert.True);
        Assert.Equal(1, refreshes);
    }

    [Fact, Proves("D8", "M4")]
    public async Task NodeKilledInTheMiddleOfItsDeliveries_LosesNone()
    {
        await using var receiver = await Receiver.StartAsync();
        var held = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            await held.Task.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = 200;
        };
        var caller = await Nodes.CallerAsync();
        // More endpoints than one node sends to at once, so that each node has some under way.
        const int Endpoints = 40;
        const int Events = 10;
        for (var i = 0; i < Endpoints; i++)
        {
            var created = await Nodes.Services.GetRequiredService<WebhookEndpointService>().CreateAsync(
                caller, new WebhookEndpointValues { Name = $"Kill {i} {Guid.NewGuid():N}", Url = receiver.Url, Events = [EventTypes.LinkDeleted] }, default);
            Assert.True(created.IsSuccess, created.Failure?.ToString());
        }

        await Nodes.ReadAsync(db =>
        {
            for (var i = 0; i < Events; i++)
            {
                Nodes.Services.GetRequiredService<Outbox>().Add(db, caller.OrganizationId!.Value, EventTypes.LinkDeleted, new { i });
            }

            return db.SaveChangesAsync();
        });
        // All nodes have all they take in their hands.
        await Eventually.ValueAsync(() => Task.FromResult(receiver.Received.Count), count => count >= 3 * DeliveryRunner.PerOrganization);
        Nodes.Kill(1);
        try
        {
            held.SetResult();
            // Leases of the killed node end; here as if their minute had passed. What it claimed with its last breath waits that minute.
            await Nodes.ReadAsync(db => db.WebhookDeliveries.Where(d => d.ClaimId != null && d.EventType == EventTypes.LinkDeleted)
                .ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, DateTimeOffset.UtcNow)));

            var ends = await Eventually.ValueAsync(
                () => Nodes.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().Where(d => d.EventType == EventTypes.LinkDeleted).Select(d => new { d.Id, d.Status, d.EventId }).ToListAsync()),
                all => all.Count == Endpoints * Events && all.All(d => d.Status == DeliveryStatus.Succeeded),
                TimeSpan.FromMinutes(5));
            var arrived = receiver.Received.Select(r => r.Headers["webhook-id"]).ToList();
            output.WriteLine($"{ends.Count} deliveries, {arrived.Count} arrivals, {arrived.Count - ends.Count} of them twice");
            Assert.Empty(ends.Select(d => d.EventId.ToString()).Except(arrived));
        }
        finally
        {
            await Nodes.StartAsync(1);
        }
    }

    [Fact, Proves("M3")]
    public async Task NodeUnderAnOpenPageDies_TheBrowserSaysSo_AndGoesOnAtAnother()
    {
        const int Dying = 2;
        Nodes.Front.Node = Nodes.Address(Dying);
        await using var browser = new Chromium();
        await browser.InitializeAsync();
        await using var window = await browser.OpenAsync(Nodes.Front.Address);
        await window.SignInAsync(NodeCluster.Admin);
        await window.GoAsync("/webhooks/new");
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Outlives its node");
        var lost = window.Page.GetByText("The connection to the hub was lost");

        Nodes.Front.Node = null;
        Nodes.Kill(Dying);
        try
        {
            await Expect(lost).ToBeVisibleAsync();

            Nodes.Front.Node = Nodes.Address(0);
            // The circuit died with its node: another one begins, signed in as before, with what was typed.
            await Expect(window.Page.GetByText("What you had typed here before was brought back")).ToBeVisibleAsync();
            await Expect(lost).ToBeHiddenAsync();
            await Expect(window.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Outlives its node");
            await window.GoAsync("/integrations");
        }
        finally
        {
            await Nodes.StartAsync(Dying);
        }
    }

    private async Task<Guid> ConnectAsync(int startAt, int finishAt)
    {
        using var client = await Nodes.ClientAsync(startAt);
        using var created = await client.PostAsJsonAsync("/api/tenant/integrations", new { integrationId = Provider, name = $"Nodes {Guid.NewGuid():N}" });
        var id = JsonElement.Parse(await created.Content.ReadAsStringAsync()).GetProperty("id").GetString()!;
        using var started = await client.PostAsJsonAsync($"/api/tenant/integrations/{id}/connect/oauth", new { returnUrl = "/integrations" });
        var address = new Uri(JsonElement.Parse(await started.Content.ReadAsStringAsync()).GetProperty("authorizationUrl").GetString()!);
        using var browser = SandboxConsent.Browser();
        var email = Nodes.Sandbox.Credentials.First(c => c.Provider == Provider && c.Kind == "oauth2" && c.Behaviour == SandboxBehaviour.Healthy).Account;
        var scopes = HttpUtility.ParseQueryString(address.Query)["scope"]!.Split(' ');
        var back = await SandboxConsent.AllowAsync(browser, address, new SandboxAccount(email, email, SandboxBehaviour.Healthy), scopes);

        using var other = Nodes.Anonymous(finishAt);
        using var finished = await other.GetAsync(new Uri(back.Address.PathAndQuery, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, finished.StatusCode);
        Assert.Contains("status=connected", finished.Headers.Location!.ToString(), StringComparison.Ordinal);
        return Guid.Parse(id);
    }

    private static async Task<bool> TestAsync(HttpClient client, Guid id)
    {
        using var tested = await client.PostAsync(new Uri($"/api/tenant/integrations/{id}/connection/test", UriKind.Relative), null);
        return tested.StatusCode == HttpStatusCode.OK && JsonElement.Parse(await tested.Content.ReadAsStringAsync()).GetProperty("success").GetBoolean();
    }

    public sealed class Cluster : IAsyncLifetime
    {
        internal NodeCluster Nodes { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Nodes = await NodeCluster.StartAsync(PostgresServer.Current);

        public async ValueTask DisposeAsync()
        {
            if (Nodes is not null)
            {
                await Nodes.DisposeAsync();
            }
        }
    }
}
