using System.Diagnostics;
using Integrations.Core.Activity;
using Integrations.Core.Bulk;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Integrations.Tests.Bulk;

/// <summary>Mass theft needs mass revocation (SECURITY O13).</summary>
public sealed class DisconnectEverythingTests
{
    private const int Instances = 50;
    private const int PeopleEach = 20;

    [Fact, Proves("O13")]
    public async Task OneAction_EndsAThousandConnectionsOfAProvider()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var ids = await BatchTests.EnableAsync(hub, hub.Admin, Instances);
        var other = await BatchTests.EnableAsync(hub, hub.Admin, 1, "jira");
        await ConnectAsync(hub, ids, "github");
        await ConnectAsync(hub, other, "jira");

        var watch = Stopwatch.StartNew();
        var started = await hub.Get<BatchService>().StartMatchingAsync(hub.Admin, BatchAction.Disconnect, new InstanceFilter(ProviderName: "github"), default);
        while (await hub.Get<BatchLoop>().RunOnceAsync(default) > 0)
        {
        }

        var ended = (await hub.Get<BatchService>().GetAsync(hub.Admin, started.Value.Id, null, new PageRequest(), default)).Value;
        Console.WriteLine($"O13: {Instances * PeopleEach} connections of {Instances} integrations ended in {watch.Elapsed.TotalSeconds:0.0} s.");

        Assert.Equal((Instances, 0), (ended.Batch.Progress.Done, ended.Batch.Progress.Failed));
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Connections.CountAsync(c => c.ProviderKey == "github" && (c.DisconnectedAt == null || c.Ciphertext != null))));
        Assert.Equal(PeopleEach, await hub.WithDatabaseAsync(db => db.Connections.CountAsync(c => c.ProviderKey == "jira" && c.DisconnectedAt == null)));
        Assert.Equal(Instances, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "connection.disconnected")));
    }

    [Fact, Proves("O13")]
    public async Task OneVerb_EndsAllConnectionsOfAnOrganization_PeoplesOwnToo_AndNoOthers()
    {
        await using var hub = await CoreHub.StartAsync(services => services.AddAccess());
        var shared = await BatchTests.EnableAsync(hub, hub.Admin, 2);
        var own = (await hub.Get<InstanceService>().CreateAsync(hub.User, new NewInstance("jira", InstanceLevel.User, new InstanceChanges { Name = "Mine" }), default)).Value.Id;
        var theirs = await BatchTests.EnableAsync(hub, hub.Stranger, 1);
        await ConnectAsync(hub, [.. shared], "github");
        await ConnectAsync(hub, [own], "jira");
        await ConnectAsync(hub, theirs, "github", hub.Stranger.OrganizationId);

        Assert.Equal(2, (await RunAsync(hub, null, null)).Code);
        Assert.Equal(2, (await RunAsync(hub, "Nobody's", null)).Code);
        var (code, said) = await RunAsync(hub, "Ours", null);

        Assert.Equal(0, code);
        Assert.Contains($"3/3 integrations, {3 * PeopleEach} connections ended", said, StringComparison.Ordinal);
        Assert.Equal(0, await LivingAsync(hub, hub.Admin.OrganizationId));
        Assert.Equal(PeopleEach, await LivingAsync(hub, hub.Stranger.OrganizationId));
        Assert.Equal(3, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "connection.disconnected" && a.ActorName == "operator of the hub")));

        // The other half of the rule, over all organizations.
        Assert.Equal(0, (await RunAsync(hub, null, "github")).Code);
        Assert.Equal(0, await LivingAsync(hub, hub.Stranger.OrganizationId));
    }

    [Fact]
    public async Task Dependents_AreCountedForAll_OfTheCallersOrganizationAlone()
    {
        await using var hub = await CoreHub.StartAsync();
        var ids = await BatchTests.EnableAsync(hub, hub.Admin, 2);
        await ConnectAsync(hub, ids, "github");
        await hub.WithDatabaseAsync(db =>
        {
            db.Links.AddRange(Link(hub, ids[0], "Shared", null), Link(hub, ids[1], "Secret", hub.User.UserId));
            return db.SaveChangesAsync();
        });

        var things = await hub.Get<Dependents>().OfAsync(hub.Admin, ids, default);
        var foreign = await hub.Get<Dependents>().OfAsync(hub.Stranger, ids, default);

        Assert.Equal((2, PeopleEach * 2), (things.Links, things.People));
        // Another person's private link is counted, and not named.
        Assert.Equal(["Shared"], things.LinkExamples);
        Assert.Equal(["Meeting", "Person"], things.ShownOn);
        Assert.Equal((0, 0, 0), (foreign.Links, foreign.People, foreign.ShownOn.Count));
    }

    [Fact]
    public async Task Dependents_CountTheEndpointsThatSubscribeToWhatTheseIntegrationsTell()
    {
        await using var hub = await CoreHub.StartAsync();
        var github = await BatchTests.EnableAsync(hub, hub.Admin, 1);
        foreach (var events in new[] { new[] { EventTypes.LinkCreated }, [EventTypes.WorkflowExecuted], [EventTypes.WebhookFailing], [EventTypes.WebhookDisabled, EventTypes.IntegrationError] })
        {
            var made = await hub.Get<WebhookEndpointService>().CreateAsync(
                hub.Admin, new WebhookEndpointValues { Name = string.Join(' ', events), Url = "https://receiver.example.org/hook", Events = events }, default);
            Assert.True(made.IsSuccess, made.Failure?.ToString());
        }

        // GitHub runs no workflows, and an endpoint that hears of endpoints hears nothing of it.
        Assert.Equal(2, (await hub.Get<Dependents>().OfAsync(hub.Admin, github, default)).WebhookEndpoints);
        Assert.Equal(0, (await hub.Get<Dependents>().OfAsync(hub.Stranger, github, default)).WebhookEndpoints);
        Assert.Equal(0, (await hub.Get<Dependents>().OfAsync(hub.Admin, [], default)).WebhookEndpoints);
    }

    private static EntityLink Link(CoreHub hub, Guid instance, string title, Guid? owner) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = hub.Admin.OrganizationId!.Value,
        EntityType = EntityTypes.Meeting,
        EntityId = Guid.NewGuid(),
        InstanceId = instance,
        ProviderKey = "github",
        ExternalEntityId = title,
        ExternalType = "issue",
        Title = title,
        OwnerUserId = owner,
        CreatedAt = hub.Clock.GetUtcNow(),
    };

    private static Task<int> LivingAsync(CoreHub hub, Guid? organization) =>
        hub.WithDatabaseAsync(db => db.Connections.CountAsync(c => c.OrganizationId == organization && (c.DisconnectedAt == null || c.Ciphertext != null)));

    private static Task<(int Code, string Said)> RunAsync(CoreHub hub, string? organization, string? provider)
    {
        string[] ofOrganization = organization is null ? [] : ["--organization", organization];
        string[] ofProvider = provider is null ? [] : ["--provider", provider];
        return CommandRun.RunAsync(hub.Services, ["disconnect", .. ofOrganization, .. ofProvider]);
    }

    private static Task<int> ConnectAsync(CoreHub hub, IReadOnlyList<Guid> ids, string provider, Guid? organization = null) => hub.WithDatabaseAsync(db =>
    {
        db.Connections.AddRange(ids.SelectMany(id => Enumerable.Range(0, PeopleEach).Select(_ => new Connection
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organization ?? hub.Admin.OrganizationId!.Value,
            InstanceId = id,
            ProviderKey = provider,
            UserId = Guid.NewGuid(),
            AuthKind = "api_key",
            Ciphertext = "unreadable here",
            ConnectedAt = hub.Clock.GetUtcNow(),
            CreatedAt = hub.Clock.GetUtcNow(),
        })));
        return db.SaveChangesAsync();
    });
}

internal static class BatchScene
{
    /// <summary>Rounds run when the test says so.</summary>
    public static void WithoutLoop(this IServiceCollection services)
    {
        // Every hosted service is registered by a factory, which says what it makes.
        services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(BatchLoop)));
    }
}
