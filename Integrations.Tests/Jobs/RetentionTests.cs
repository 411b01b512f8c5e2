using Integrations.Core.Activity;
using Integrations.Core.Bulk;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Jobs.Retention;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Jobs;

/// <summary>Everything that is kept goes at its age, and the hub's size levels off.</summary>
public sealed class RetentionTests
{
    private static readonly int StepDays = ProofSize.Of(30, 10);

    [Fact, Proves("K1", "W11")]
    public async Task TwoYearsByAMovedClock_SizesLevelOff()
    {
        await using var hub = await StartAsync(options => options.AuditDays = 400);
        var sizes = new List<IReadOnlyDictionary<string, int>>();
        var endpoint = await hub.WithDatabaseAsync(db => AddEndpointAsync(hub, db));
        for (var step = 0; step < 730 / StepDays; step++)
        {
            await hub.WithDatabaseAsync(db => AddAStepsRowsAsync(hub, db, endpoint));
            await hub.Get<RetentionSweep>().RunOnceAsync(default);
            sizes.Add(await SizesAsync(hub));
            hub.Clock.Advance(TimeSpan.FromDays(StepDays));
        }

        // Each kind, at each moment: not more rows than were made within its age, and one step's for the sweep.
        foreach (var (kind, days) in new[]
        {
            ("activities", 400), ("usage", 1_100), ("deliveries", 90), ("attempts", 90), ("outbox", 90), ("inbound", 30), ("flows", 1 + StepDays), ("instances", 30), ("links", 30), ("connections", 30), ("revocations", 90), ("batches", 30),
        })
        {
            var most = sizes.Max(size => size[kind]);
            Assert.True(most <= (days / StepDays) + 2, $"{kind}: {most} rows, although they are kept for {days} days.");
            Assert.True(most >= Math.Min(days, 700) / StepDays, $"{kind}: {most} rows, so some went before their age of {days} days.");
        }

        Assert.Equal(sizes[^(200 / StepDays)].Where(s => s.Key != "usage" && s.Key != "audit"), sizes[^1].Where(s => s.Key != "usage" && s.Key != "audit"));
        // Whole months, and an entry a month that says what went.
        Assert.InRange(sizes[^1]["audit"], 400 / StepDays, ((400 + 31) / StepDays) + 24);
        await hub.Get<RetentionSweep>().RunOnceAsync(default);
        Assert.Empty(await hub.Get<RetentionReport>().OverdueAsync(default));
        await foreach (var report in hub.Get<AuditVerifier>().VerifyAllAsync(AuditHeadsSeen.None, default))
        {
            Assert.Null(report.BrokenAt);
        }
    }

    [Theory, Proves("K1"), InlineData(false), InlineData(true)]
    public async Task WhatIsStillNeeded_Stays(bool onPostgres)
    {
        await using var hub = await StartAsync(onPostgres: onPostgres);
        var endpoint = await hub.WithDatabaseAsync(db => AddEndpointAsync(hub, db));
        await hub.WithDatabaseAsync(db => AddAStepsRowsAsync(hub, db, endpoint));
        var before = await SizesAsync(hub);

        await hub.Get<RetentionSweep>().RunOnceAsync(default);
        Assert.Equal(before, await SizesAsync(hub));

        // The event's age is 30 days, and its delivery's 90.
        hub.Clock.Advance(TimeSpan.FromDays(60));
        await hub.Get<RetentionSweep>().RunOnceAsync(default);
        var after = await SizesAsync(hub);
        Assert.Equal((1, 1, 1, 0, 0), (after["deliveries"], after["attempts"], after["outbox"], after["instances"], after["links"]));

        hub.Clock.Advance(TimeSpan.FromDays(31));
        await hub.Get<RetentionSweep>().RunOnceAsync(default);
        after = await SizesAsync(hub);
        Assert.Equal((0, 0, 0, 1), (after["deliveries"], after["attempts"], after["outbox"], after["activities"]));
    }

    [Fact, Proves("K1")]
    public async Task ManyRows_GoInBatches_AndWritersComeBetween()
    {
        await using var hub = await StartAsync();
        await hub.WithDatabaseAsync(db =>
        {
            for (var n = 0; n < 1_700; n++)
            {
                db.Activities.Add(Activity(hub));
            }

            return db.SaveChangesAsync();
        });
        hub.Clock.Advance(TimeSpan.FromDays(401));
        var turns = hub.Get<WriteLock>().Turns;

        await hub.Get<RetentionSweep>().RunOnceAsync(default);

        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Activities.CountAsync()));
        Assert.True(hub.Get<WriteLock>().Turns - turns >= 4, "They went in fewer transactions than their number wants.");
    }

    [Theory, Proves("K1"), InlineData("Retention:AuditDays", "30"), InlineData("Retention:ActivityDays", "0"), InlineData("Retention:InboundEventDays", "1")]
    public void AgeOutOfRange_IsRefused(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddLogging()
            .AddRetentionSweep().BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RetentionOptions>>().Value);
    }

    [Fact, Proves("K1")]
    public async Task Doctor_ShowsTheTable_AndWhatShouldHaveGone()
    {
        await using var hub = await StartAsync();
        var report = hub.Get<RetentionReport>();
        Assert.Contains(report.Lines, line => line is { What: "activities", Days: 400, Key: "Retention:ActivityDays" });
        Assert.Equal(report.Lines.Count, report.Lines.Select(line => line.What).Distinct().Count());
        await hub.WithDatabaseAsync(db =>
        {
            db.Activities.Add(Activity(hub));
            return db.SaveChangesAsync();
        });

        hub.Clock.Advance(TimeSpan.FromDays(403));

        Assert.Equal(["activities"], await report.OverdueAsync(default));
    }

    private static Task<CoreHub> StartAsync(Action<RetentionOptions>? change = null, bool? onPostgres = null) => CoreHub.StartAsync(
        services =>
        {
            if (change is not null)
            {
                services.PostConfigure(change);
            }
        },
        onPostgres: onPostgres);

    private static async Task<IReadOnlyDictionary<string, int>> SizesAsync(CoreHub hub) => await hub.WithDatabaseAsync(async db => new SortedDictionary<string, int>(StringComparer.Ordinal)
    {
        ["activities"] = await db.Activities.CountAsync(),
        ["usage"] = await db.UsageHours.CountAsync(),
        ["deliveries"] = await db.WebhookDeliveries.CountAsync(),
        ["attempts"] = await db.WebhookAttempts.CountAsync(),
        ["outbox"] = await db.OutboxEvents.CountAsync(),
        ["inbound"] = await db.InboundEvents.CountAsync(),
        ["flows"] = await db.OAuthStates.CountAsync(),
        ["instances"] = await db.Instances.CountAsync(),
        ["links"] = await db.Links.CountAsync(),
        ["connections"] = await db.Connections.CountAsync(),
        ["revocations"] = await db.Revocations.CountAsync(),
        ["batches"] = await db.Batches.CountAsync(),
        ["audit"] = await db.AuditEntries.CountAsync(),
    });

    private static ActivityEntry Activity(CoreHub hub) => new()
    {
        Id = Guid.CreateVersion7(hub.Clock.GetUtcNow()),
        OrganizationId = hub.Admin.OrganizationId!.Value,
        InstanceId = Guid.CreateVersion7(),
        Type = ActivityTypes.Test,
        OccurredAt = hub.Clock.GetUtcNow(),
    };

    private static async Task<Guid> AddEndpointAsync(CoreHub hub, IntegrationsDbContext db)
    {
        // Switched off, so that the hub's own dispatcher leaves its deliveries alone.
        var endpoint = new WebhookEndpoint { Id = Guid.CreateVersion7(), OrganizationId = hub.Admin.OrganizationId!.Value, Name = "R", Url = "https://receiver.example/", SecretCiphertext = "", SecretHint = "", IsActive = false, CreatedAt = hub.Clock.GetUtcNow() };
        db.Add(endpoint);
        await db.SaveChangesAsync();
        return endpoint.Id;
    }

    /// <summary>One of each kind, as of now: finished, ended, removed.</summary>
    private static async Task<int> AddAStepsRowsAsync(CoreHub hub, IntegrationsDbContext db, Guid endpoint)
    {
        var (now, organization) = (hub.Clock.GetUtcNow(), hub.Admin.OrganizationId!.Value);
        Guid Id() => Guid.CreateVersion7(now);
        var provider = await db.Providers.OrderBy(p => p.Key).FirstAsync();
        var instance = new IntegrationInstance { Id = Id(), OrganizationId = organization, ProviderId = provider.Id, ProviderKey = provider.Key, Name = $"I {now:O}", Status = InstanceStatus.Disabled, CreatedAt = now, DeletedAt = now };
        var connection = new Connection { Id = Id(), OrganizationId = organization, InstanceId = instance.Id, ProviderKey = provider.Key, AuthKind = "api_key", Status = ConnectionStatus.Revoked, CreatedAt = now, DisconnectedAt = now };
        var happened = new OutboxEvent { Id = Id(), OrganizationId = organization, Type = EventTypes.SyncCompleted, Data = "{}", OccurredAt = now, FannedOutAt = now };
        var delivery = WebhookFanOut.Delivery(happened, endpoint, now);
        (delivery.Status, delivery.DueAt, delivery.CompletedAt) = (DeliveryStatus.Succeeded, null, now);
        db.AddRange(
            Activity(hub),
            new UsageHour { InstanceId = instance.Id, OrganizationId = organization, Hour = now },
            instance,
            connection,
            new EntityLink { Id = Id(), OrganizationId = organization, EntityType = "Meeting", EntityId = Id(), InstanceId = instance.Id, ProviderKey = provider.Key, ExternalEntityId = "x", ExternalType = "issue", Title = "T", CreatedAt = now, RefreshedAt = now },
            happened,
            delivery,
            new WebhookAttempt { Id = Id(), DeliveryId = delivery.Id, Number = 1, At = now },
            new InboundEvent { Id = Id(), OrganizationId = organization, InstanceId = instance.Id, DeliveryId = $"{now:O}", EventType = "issues", ReceivedAt = now, ProcessedAt = now, DueAt = now },
            new OAuthState { Id = Id(), StateHash = $"{now:O}", OrganizationId = organization, InstanceId = instance.Id, ProviderKey = provider.Key, RedirectUri = "https://hub.example/", ReturnUrl = "/", CreatedAt = now, ExpiresAt = now.AddMinutes(10) },
            new Revocation { Id = Id(), OrganizationId = organization, InstanceId = instance.Id, ProviderKey = provider.Key, AuthKind = "oauth2", DueAt = now, CreatedAt = now, FinishedAt = now },
            new IntegrationBatch { Id = Id(), OrganizationId = organization, Action = BatchAction.Test, ActorName = "a", Total = 0, CreatedAt = now, FinishedAt = now });
        hub.Get<AuditLog>().Add(db, hub.Admin, "test.done", new AuditTarget("test", null, null));
        return await db.SaveChangesAsync();
    }
}
