using Integrations.Core.Connections;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Connections;

/// <summary>SECURITY O12: what is disconnected here ends at the vendor, and nothing else does.</summary>
public sealed class RevocationTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact, Proves("O12")]
    public async Task TwoConnectionsOfOneGrant_OnlyTheLastRevokesAtTheVendor()
    {
        var first = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");
        var last = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");

        Assert.False((await DisconnectAsync(first)).Revoked);
        Assert.True((await hub.Get<ConnectionService>().TestAsync(hub.Admin, last, default)).Value.Success);

        var revoked = await DisconnectAsync(last);
        Assert.True(revoked.Revoked, revoked.LastError);
    }

    [Fact, Proves("R12")]
    public async Task TokenThatIsGoneAlready_CountsAsRevoked()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "github");
        hub.Sandbox.State.AnswerNext("api.github.com", 404, """{"message":"Not Found"}""");

        var revoked = await DisconnectAsync(id);

        Assert.True(revoked.Revoked, revoked.LastError);
    }

    [Fact, Proves("R12")]
    public async Task VendorThatIsDown_IsAskedOnTheSchedule_ThenItIsRecordedAsNotRevoked()
    {
        // Its vendors fail for this test alone.
        await using var own = new ConnectedHub();
        await own.InitializeAsync();
        var clock = new MovableClock(DateTimeOffset.UtcNow.AddMinutes(1));
        await own.Get<RevocationSweep>().StopAsync(default);
        using var sweep = ActivatorUtilities.CreateInstance<RevocationSweep>(own.Services, clock, NullLogger<RevocationSweep>.Instance);
        var id = await own.SignInAtVendorAsync(own.Admin, "github");
        // The wait it asks for outlasts every deadline, so that one attempt is one call.
        own.Sandbox.State.AnswerNext("api.github.com", 503, "{}", times: 100, headers: ("Retry-After", "86400"));
        Assert.True((await own.Get<ConnectionService>().DisconnectAsync(own.Admin, id, default)).IsSuccess);
        Task<Revocation> StateAsync() => own.WithDatabaseAsync(db => db.Revocations.AsNoTracking().SingleAsync(r => r.InstanceId == id));

        foreach (var wait in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24) })
        {
            Assert.Equal(1, await sweep.RunOnceAsync(default));
            var waiting = await StateAsync();
            Assert.Null(waiting.FinishedAt);
            Assert.Equal(clock.GetUtcNow() + wait, waiting.DueAt, TimeSpan.FromMilliseconds(1));
            clock.Advance(wait - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await sweep.RunOnceAsync(default));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, await sweep.RunOnceAsync(default));
        var given = await StateAsync();
        Assert.Equal((false, 6, null), (given.Revoked, given.Attempts, given.Ciphertext));
        Assert.NotNull(given.FinishedAt);
        Assert.NotNull(given.LastError);
    }

    private async Task<Revocation> DisconnectAsync(Guid id)
    {
        Assert.True((await hub.Get<ConnectionService>().DisconnectAsync(hub.Admin, id, default)).IsSuccess);
        return await Eventually.ValueAsync(
            () => hub.WithDatabaseAsync(db => db.Revocations.AsNoTracking().SingleAsync(r => r.InstanceId == id)), r => r.FinishedAt is not null);
    }
}
