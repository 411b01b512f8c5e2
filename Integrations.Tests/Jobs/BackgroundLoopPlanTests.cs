using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Jobs;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Integrations.Tests.Jobs;

/// <summary>A round of a loop costs what is due or changed, and not what there is: none of its statements reads a table that grows from one end to the other.</summary>
public sealed class BackgroundLoopPlanTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    /// <summary>Tables that grow with people, connections and what is done with them.</summary>
    private static readonly HashSet<string> Growing = new(StringComparer.Ordinal)
    {
        "Connections", "Links", "Instances", "Users", "Organizations", "WebhookEndpoints", "WebhookDeliveries", "WebhookAttempts", "OutboxEvents", "InboundEvents", "InboundReceipts",
        "Activities", "UsageHours", "AuditEntries", "AuditHeads", "EventChannels", "SyncStates", "Notices", "NoticeChoices", "OutgoingMails", "Revocations", "Sessions", "Batches", "BatchItems",
        "ConnectLinks", "OAuthStates", "IdempotencyRecords", "RateLeases", "AgentApprovals", "LinkChanges",
    };

    /// <summary>One is not registered here, and deletes by three times, each of which has an index; one listens on a connection that its own round has.</summary>
    private static readonly string[] NotAsked = ["AccessSweep", "DeliveryNotifications"];

    private const string SmallTables = "PostgreSQL plans by how many rows there are, and here are few.";

    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Loops => [.. Types().Select(type => type.Name)];

    /// <summary>Those that have to read everything, and why.</summary>
    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        [nameof(CredentialReencryption)] = "what an older key protects is seen by its text alone; it reads all once for each key, and then once a day",
    };

    [Theory, MemberData(nameof(Loops))]
    public async Task RoundOfALoop_ReadsNoTableThatGrowsFromEndToEnd(string name)
    {
        Assert.SkipWhen(HubDatabase.IsPostgresRound, SmallTables);
        var refreshable = await hub.SignInAtVendorAsync(hub.Admin, "microsoft_outlook");
        var fixedToken = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var past = DateTimeOffset.UtcNow.AddMinutes(-1);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == refreshable).ExecuteUpdateAsync(set => set.SetProperty(c => c.RefreshAt, past).SetProperty(c => c.CheckAt, past)));
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == fixedToken).ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, past.AddDays(5))));
        var loop = Assert.Single(hub.Services.GetServices<IHostedService>().OfType<BackgroundLoop>(), loop => loop.GetType().Name == name);
        // The first round of some only says that they are there.
        await loop.RunOnceAsync(None);

        using var plans = await RecordedPlans.OfAsync(hub.Services);
        await loop.RunOnceAsync(None);
        var (walks, _) = await plans.LookAsync(Growing);

        Assert.True(walks.Count == 0 || Whole.ContainsKey(name), string.Join("\n\n", walks));
    }

    [Fact]
    public async Task ComparingLinksWithSubscriptions_ReadsNoTableThatGrowsFromEndToEnd()
    {
        Assert.SkipWhen(HubDatabase.IsPostgresRound, SmallTables);
        await hub.ConnectAsync(hub.Admin, "github", "api_key");
        using var plans = await RecordedPlans.OfAsync(hub.Services);

        await hub.Get<SubscriptionReconciler>().UpdateAsync(None);
        var (walks, read) = await plans.LookAsync(Growing);

        Assert.True(walks.Count == 0, string.Join("\n\n", walks));
        Assert.Superset(new HashSet<string>(["Connections", "EventChannels", "Links"], StringComparer.Ordinal), new HashSet<string>(read, StringComparer.Ordinal));
    }

    [Fact]
    public async Task WalkOverATable_IsFound()
    {
        using var plans = await RecordedPlans.OfAsync(hub.Services);
        await hub.WithDatabaseAsync(db => db.Connections.CountAsync(c => c.LastError == "no index has this"));

        var (walks, read) = await plans.LookAsync(Growing);

        Assert.Contains(walks, walk => walk.StartsWith("Connections: ", StringComparison.Ordinal));
        Assert.Contains("Connections", read);
    }

    [Fact]
    public async Task DueRefreshes_AreFoundByTheIndexOverWhenTheyAreDue_OfAllAndOfOneOrganization()
    {
        Assert.SkipWhen(HubDatabase.IsPostgresRound, SmallTables);
        var id = await hub.SignInAtVendorAsync(hub.Admin, "microsoft_outlook");
        var past = DateTimeOffset.UtcNow.AddMinutes(-1);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.RefreshAt, past)));
        using var plans = await RecordedPlans.OfAsync(hub.Services);

        await hub.Get<TokenSweep>().RunOnceAsync(None);

        Assert.Equal(["IX_Connections_OrganizationId_Status_RefreshDue", "IX_Connections_Status_RefreshDue"], (await plans.IndexesAsync()).Where(name => name.EndsWith("RefreshDue", StringComparison.Ordinal)));
    }

    private static IEnumerable<Type> Types() => typeof(QueueWatch).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(BackgroundLoop)) && !NotAsked.Contains(type.Name));
}
