using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Disabled organizations and people: the hub does nothing by itself for them (SECURITY A9).</summary>
public sealed class WhoWorksTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ConnectedHub _hub = new();

    public static TheoryData<string> WhoIsDisabled => ["organization", "person"];

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, Proves("A9"), MemberData(nameof(WhoIsDisabled))]
    public async Task Checks_LeaveTheirConnectionsAlone(string who)
    {
        var id = await _hub.ConnectAsync(_hub.User, "github", "api_key");
        await DisableAsync(who);
        await SetAsync(id, c => (c.CheckAt, c.LastUsedAt) = (DateTimeOffset.UtcNow.AddSeconds(-1), null));
        var before = Calls();

        await _hub.Get<ConnectionChecks>().RunOnceAsync(None);
        Assert.Equal(before, Calls());

        await DisableAsync(who, isOver: true);
        await _hub.Get<ConnectionChecks>().RunOnceAsync(None);
        Assert.True(Calls() > before);
    }

    [Theory, Proves("A9"), MemberData(nameof(WhoIsDisabled))]
    public async Task Renewals_LeaveTheirTokensAlone(string who)
    {
        var id = await _hub.SignInAtVendorAsync(_hub.User, "microsoft_outlook");
        await DisableAsync(who);
        await SetAsync(id, c => c.RefreshAt = DateTimeOffset.UtcNow.AddSeconds(-1));
        var version = (await ConnectionAsync(id)).TokenVersion;

        await _hub.Get<TokenSweep>().RunOnceAsync(None);
        Assert.Equal(version, (await ConnectionAsync(id)).TokenVersion);

        await DisableAsync(who, isOver: true);
        await _hub.Get<TokenSweep>().RunOnceAsync(None);
        Assert.Equal(version + 1, (await ConnectionAsync(id)).TokenVersion);
    }

    [Theory, Proves("A9"), MemberData(nameof(WhoIsDisabled))]
    public async Task Pulls_LeaveTheirLinksAlone(string who)
    {
        var id = await _hub.SignInAtVendorAsync(_hub.User, "microsoft_outlook");
        await DisableAsync(who);
        await LinkAsync(id, "microsoft_outlook", "event-1", "event");

        await _hub.Get<SyncLoop>().RunOnceAsync(None);
        Assert.Equal(0, await _hub.WithDatabaseAsync(db => db.SyncStates.CountAsync(s => s.LastSyncAt != null)));

        await DisableAsync(who, isOver: true);
        await _hub.Get<SyncLoop>().RunOnceAsync(None);
        Assert.Equal(1, await _hub.WithDatabaseAsync(db => db.SyncStates.CountAsync(s => s.LastSyncAt != null)));
    }

    [Fact, Proves("A9")]
    public async Task EventOfAVendor_IsTaken_AndHasNoEffect_WhenTheOrganizationIsDisabled()
    {
        var id = await _hub.ConnectAsync(_hub.Admin, "github", "api_key");
        await LinkAsync(id, "github", "issue:acme:roadmap:1", "issue", owner: null);
        var opened = (await _hub.Get<InboundAddressService>().OpenAsync(_hub.Admin, id, null, true, None)).Value;
        await DisableAsync("organization");
        var before = Calls();

        Assert.IsType<InboundVerdict.Accepted>(await _hub.Get<InboundService>().ReceiveAsync("github", id, VendorDelivery.Of("github", opened, "while-disabled"), None));
        await _hub.Get<InboundProcessor>().RunOnceAsync(None);

        Assert.Equal(0, await _hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == id)));
        Assert.Equal(before, Calls());
    }

    [Fact, Proves("A9")]
    public async Task StoredEvent_WaitsWhileTheOrganizationIsDisabled()
    {
        var id = await _hub.ConnectAsync(_hub.Admin, "github", "api_key");
        var stored = Guid.CreateVersion7();
        await DisableAsync("organization");
        await _hub.WithDatabaseAsync(db =>
        {
            db.InboundEvents.Add(new InboundEvent { Id = stored, OrganizationId = _hub.Admin.OrganizationId!.Value, InstanceId = id, DeliveryId = "stored", EventType = "issues", ReceivedAt = DateTimeOffset.UtcNow, DueAt = DateTimeOffset.UtcNow });
            return db.SaveChangesAsync();
        });

        Assert.Equal(0, await _hub.Get<InboundProcessor>().RunOnceAsync(None));
        Assert.Null((await _hub.WithDatabaseAsync(db => db.InboundEvents.AsNoTracking().SingleAsync(e => e.Id == stored))).ProcessedAt);
    }

    [Fact]
    public async Task LeaversAccounts_AreCounted_AndAnAdministratorEndsThem_AtTheVendorToo()
    {
        var theirs = await _hub.SignInAtVendorAsync(_hub.User, "github");
        var mine = await _hub.SignInAtVendorAsync(_hub.OtherUser, "github");
        var leavers = _hub.Get<LeaverConnections>();
        Assert.Empty((await leavers.CountAsync(_hub.Admin, None)).Value);
        Assert.Equal("member.not_disabled", (await leavers.DisconnectAsync(_hub.Admin, _hub.User.UserId!.Value, None)).Failure!.Code);
        await DisableAsync("person");

        Assert.Equal(1, (await leavers.CountAsync(_hub.Admin, None)).Value[_hub.User.UserId!.Value]);
        Assert.Equal(FailureKind.Forbidden, (await leavers.DisconnectAsync(_hub.OtherUser, _hub.User.UserId!.Value, None)).Failure!.Kind);
        Assert.Equal("member.not_found", (await leavers.DisconnectAsync(_hub.Stranger, _hub.User.UserId!.Value, None)).Failure!.Code);
        Assert.Empty((await leavers.CountAsync(_hub.Stranger, None)).Value);

        Assert.Equal(1, (await leavers.DisconnectAsync(_hub.Admin, _hub.User.UserId!.Value, None)).Value);

        Assert.Equal((true, null), ((await ConnectionAsync(theirs)).DisconnectedAt is not null, (await ConnectionAsync(theirs)).Ciphertext));
        Assert.Null((await ConnectionAsync(mine)).DisconnectedAt);
        Assert.Empty((await leavers.CountAsync(_hub.Admin, None)).Value);
        // Disabled or not: a credential ends at its vendor.
        var revoked = await Eventually.ValueAsync(() => _hub.WithDatabaseAsync(db => db.Revocations.AsNoTracking().SingleAsync(r => r.InstanceId == theirs)), r => r.FinishedAt is not null);
        Assert.True(revoked.Revoked, revoked.LastError);
        Assert.Equal(1, await _hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "member.disconnected")));
    }

    [Fact, Proves("A9")]
    public async Task Deliveries_WaitWhileTheOrganizationIsDisabled()
    {
        var organization = _hub.Admin.OrganizationId!.Value;
        await DisableAsync("organization");
        await _hub.WithDatabaseAsync(db =>
        {
            var now = DateTimeOffset.UtcNow;
            var endpoint = new WebhookEndpoint { Id = Guid.CreateVersion7(), OrganizationId = organization, Name = "R", Url = "http://127.0.0.1:9/", SecretCiphertext = "", SecretHint = "", CreatedAt = now };
            var happened = new OutboxEvent { Id = Guid.CreateVersion7(), OrganizationId = organization, Type = EventTypes.SyncCompleted, Data = "{}", OccurredAt = now, FannedOutAt = now };
            db.AddRange(endpoint, happened, WebhookFanOut.Delivery(happened, endpoint.Id, now));
            return db.SaveChangesAsync();
        });

        Assert.Empty(await _hub.Get<DeliveryClaims>().ClaimAsync(new DeliveryCapacity(10), None));
    }

    private int Calls() => _hub.Sandbox.State.Requests.Count;

    private Task<int> DisableAsync(string who, bool isOver = false) => _hub.WithDatabaseAsync(async db =>
    {
        DateTimeOffset? at = isOver ? null : DateTimeOffset.UtcNow;
        return who == "organization"
            ? await db.Organizations.Where(o => o.Id == _hub.User.OrganizationId).ExecuteUpdateAsync(o => o.SetProperty(x => x.DisabledAt, at))
            : await db.Users.Where(u => u.Id == _hub.User.UserId).ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, at));
    });

    private Task<Connection> ConnectionAsync(Guid instanceId) => _hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == instanceId));

    private Task<int> SetAsync(Guid instanceId, Action<Connection> change) => _hub.WithDatabaseAsync(async db =>
    {
        change(await db.Connections.SingleAsync(c => c.InstanceId == instanceId));
        return await db.SaveChangesAsync();
    });

    private Task<int> LinkAsync(Guid id, string provider, string externalId, string type) => LinkAsync(id, provider, externalId, type, _hub.User.UserId);

    private Task<int> LinkAsync(Guid id, string provider, string externalId, string type, Guid? owner) => _hub.WithDatabaseAsync(db =>
    {
        db.Links.Add(new Core.Linking.EntityLink
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = _hub.User.OrganizationId!.Value,
            EntityType = "Meeting",
            EntityId = Guid.CreateVersion7(),
            InstanceId = id,
            ProviderKey = provider,
            ExternalEntityId = externalId,
            ExternalType = type,
            Title = "Before",
            OwnerUserId = owner,
            CreatedAt = DateTimeOffset.UtcNow,
            RefreshedAt = DateTimeOffset.UtcNow,
        });
        return db.SaveChangesAsync();
    });

    [Fact, Proves("A7")]
    public async Task TokenThatMayOnlyRead_NeitherConnectsNorTestsNorPulls()
    {
        var id = await _hub.ConnectAsync(_hub.User, "github", "api_key");
        var reader = _hub.User with { Scopes = TokenScopes.Read };
        var before = Calls();

        Assert.Equal(FailureKind.Forbidden, (await _hub.Get<Core.Connections.OAuth.OAuthFlow>().StartAsync(reader, id, new("/integrations"), None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _hub.Get<ConnectionService>().TestAsync(reader, id, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _hub.Get<ConnectionService>().DisconnectAsync(reader, id, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _hub.Get<SyncService>().RunAsync(reader, id, None)).Failure?.Kind);
        Assert.Equal(before, Calls());
    }
}
