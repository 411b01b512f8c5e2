using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Webhooks;

/// <summary>One organization's vendor answers garbage, or hangs: the events of another have their effect all the same.</summary>
public sealed class PoisonedNeighbourTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ConnectedHub _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("SX4")]
    public async Task FortyEventsWhoseVendorAnswersGarbage_HoldUpNoOtherOrganization_AndAreCounted()
    {
        var poisoned = await LinkedAsync(_hub.Admin, "github", "issue:acme:roadmap:1", "issue", SandboxBehaviour.Healthy);
        var victim = await LinkedAsync(_hub.Stranger, "jira", "10001", "issue", SandboxBehaviour.Healthy);
        _hub.Sandbox.State.AnswerNext("api.github.com", 200, "this is no Brotli", times: 10_000, headers: ("Content-Encoding", "br"));
        for (var n = 0; n < 40; n++)
        {
            await ReceiveAsync("github", poisoned, $"poison-{n}");
        }

        await ReceiveAsync("jira", victim, "genuine");

        await ProcessedAsync(victim.Id);
        var counted = await Eventually.ValueAsync(
            () => _hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == poisoned.Id && e.Attempts > 0 && e.LastError != null)), count => count == 40, patience: TimeSpan.FromMinutes(4));
        Assert.Equal(40, counted);
        Assert.Equal(0, _hub.Get<InboundProcessor>().Failures);
    }

    [Fact, Proves("SX4")]
    public async Task TwelveEventsWhoseVendorHangs_HoldUpNoOtherOrganization()
    {
        var options = _hub.Sandbox.Services.GetRequiredService<SandboxOptions>();
        options.SlowFor = TimeSpan.Zero;
        var poisoned = await LinkedAsync(_hub.Admin, "github", "issue:acme:roadmap:1", "issue", SandboxBehaviour.Slow);
        var victim = await LinkedAsync(_hub.Stranger, "jira", "10001", "issue", SandboxBehaviour.Healthy);
        options.SlowFor = TimeSpan.FromMinutes(10);
        for (var n = 0; n < 12; n++)
        {
            await ReceiveAsync("github", poisoned, $"hung-{n}");
        }

        // Some of them are under way.
        await Eventually.ValueAsync(() => _hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == poisoned.Id && e.ClaimId != null)), count => count > 0);
        await ReceiveAsync("jira", victim, "genuine");

        await ProcessedAsync(victim.Id);
        Assert.Equal(0, await _hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == poisoned.Id && e.ProcessedAt != null)));
    }

    [Fact, Proves("SX4", "RL3")]
    public async Task EventThatCostThreeProcessesTheirLife_IsGivenUp_SaysSo_AndCanBeTriedAgain()
    {
        var mine = await LinkedAsync(_hub.Admin, "github", "issue:acme:roadmap:1", "issue", SandboxBehaviour.Healthy);
        var id = Guid.CreateVersion7();
        var now = DateTimeOffset.UtcNow;
        await _hub.WithDatabaseAsync(db =>
        {
            db.InboundEvents.Add(new InboundEvent
            {
                Id = id,
                OrganizationId = _hub.Admin.OrganizationId!.Value,
                InstanceId = mine.Id,
                DeliveryId = "deadly",
                EventType = "issues",
                ReceivedAt = now,
                // As the third process that died over it left it.
                DueAt = now.AddMinutes(-1),
                ClaimId = Guid.NewGuid(),
                Attempts = 3,
                LeaseLosses = 2,
            });
            return db.SaveChangesAsync();
        });

        await _hub.Get<InboundProcessor>().RunOnceAsync(None);

        var dead = await Eventually.ValueAsync(() => EventAsync(id), e => e.ProcessedAt is not null);
        Assert.Contains("three times in a row", dead.LastError, StringComparison.Ordinal);
        Assert.Equal("integration.not_found", (await _hub.Get<InboundLog>().ReplayAsync(_hub.Stranger, mine.Id, id, None)).Failure!.Code);
        Assert.Equal(FailureKind.Forbidden, (await _hub.Get<InboundLog>().ReplayAsync(_hub.User, mine.Id, id, None)).Failure!.Kind);

        Assert.True((await _hub.Get<InboundLog>().ReplayAsync(_hub.Admin, mine.Id, id, None)).IsSuccess);

        var done = await Eventually.ValueAsync(() => EventAsync(id), e => e is { ProcessedAt: not null, LastError: null });
        Assert.Equal((1, 0, null), (done.Attempts, done.LeaseLosses, done.ClaimId));
        Assert.Equal("inbound.not_given_up", (await _hub.Get<InboundLog>().ReplayAsync(_hub.Admin, mine.Id, id, None)).Failure!.Code);
    }

    private Task<InboundEvent> EventAsync(Guid id) => _hub.WithDatabaseAsync(db => db.InboundEvents.AsNoTracking().SingleAsync(e => e.Id == id));

    private Task<int> ProcessedAsync(Guid instanceId) => Eventually.ValueAsync(
        () => _hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == instanceId && e.ProcessedAt != null)), count => count == 1);

    private async Task ReceiveAsync(string provider, (Guid Id, OpenedInboundAddress Opened) to, string delivery)
    {
        var verdict = await _hub.Get<InboundService>().ReceiveAsync(provider, to.Id, VendorDelivery.Of(provider, to.Opened, delivery), None);
        Assert.IsType<InboundVerdict.Accepted>(verdict);
    }

    /// <summary>A connected integration with one thing linked and an open address.</summary>
    private async Task<(Guid Id, OpenedInboundAddress Opened)> LinkedAsync(Caller caller, string provider, string externalId, string type, SandboxBehaviour behaviour)
    {
        var request = new Core.Management.CreateIntegration(provider, $"{provider} {Guid.NewGuid():N}", _hub.Credential(provider, provider == "jira" ? "basic" : "api_key", behaviour));
        var created = await _hub.Get<Core.Management.IntegrationActions>().CreateOrganizationIntegrationAsync(caller, request, None);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        var meeting = (await _hub.Get<MeetingService>().CreateAsync(caller, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value;
        var copy = new ExternalEntity(externalId, type, "Before", null, null);
        var linked = await _hub.Get<LinkService>().LinkEntityToIntegrationAsync(caller, new LinkRequest(EntityTypes.Meeting, meeting.Id, created.Value, externalId) { Copy = copy }, None);
        Assert.True(linked.IsSuccess, linked.Failure?.ToString());
        var opened = await _hub.Get<InboundAddressService>().OpenAsync(caller, created.Value, null, overlap: true, None);
        Assert.True(opened.IsSuccess, opened.Failure?.ToString());
        return (created.Value, opened.Value);
    }
}
