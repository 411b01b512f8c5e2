using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Search;
using Integrations.Core.Storage.KeyRing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>RELIABILITY F1, F5, F6, R11: tokens that are renewed ahead of their end, and refusals that are not taken at once.</summary>
public sealed class TokenSweepTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "microsoft_outlook";
    private const string InvalidGrant = """{"error":"invalid_grant","error_description":"The grant was revoked."}""";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact, Proves("F1")]
    public void Ahead_IsAFifthOfLifeAndAtMostAQuarterOfAnHour_Spread()
    {
        var now = DateTimeOffset.UtcNow;
        for (var n = 0; n < 1_000; n++)
        {
            Assert.InRange((now.AddHours(1) - RefreshSchedule.Ahead(now, now.AddHours(1))!.Value).TotalMinutes, 10.8, 13.2);
            Assert.InRange((now.AddHours(8) - RefreshSchedule.Ahead(now, now.AddHours(8))!.Value).TotalMinutes, 13.5, 16.5);
        }

        Assert.Null(RefreshSchedule.Ahead(now, null));
    }

    [Fact, Proves("F1")]
    public async Task TokenAboutToEnd_IsRenewedInTheBackground_BeforeAnybodyNeedsIt()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var before = await ConnectionAsync(id);
        Assert.True(before.RefreshAt < before.ExpiresAt);
        await SetAsync(id, c => c.RefreshAt = DateTimeOffset.UtcNow.AddSeconds(-1));

        await hub.Get<TokenSweep>().RunOnceAsync(None);

        var after = await ConnectionAsync(id);
        Assert.Equal(before.TokenVersion + 1, after.TokenVersion);
        Assert.True(after.RefreshAt > DateTimeOffset.UtcNow);
    }

    [Fact, Proves("R11")]
    public void Waits_AreTheDocumentedOnes_ForAboutFourDays()
    {
        Assert.Equal(
            [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(1)],
            Enumerable.Range(1, 5).Select(RefreshSchedule.Wait));
        Assert.InRange(Enumerable.Range(1, RefreshSchedule.MostFailures - 1).Sum(n => RefreshSchedule.Wait(n).TotalHours), 95, 97);
    }

    [Fact, Proves("R11")]
    public async Task VendorDown_IsTriedAgainOnTheSchedule_AndTheLivingTokenIsStillUsed()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        await SetAsync(id, c => c.RefreshAt = DateTimeOffset.UtcNow.AddSeconds(-1));
        Fail(503, "{}", times: 5);
        var before = DateTimeOffset.UtcNow;

        await hub.Get<TokenSweep>().RunOnceAsync(None);

        hub.Sandbox.State.Reset();
        var failed = await ConnectionAsync(id);
        Assert.Equal(1, failed.RefreshFailures);
        Assert.InRange(failed.RefreshRetryAt!.Value, before.AddSeconds(1), DateTimeOffset.UtcNow.AddSeconds(34));
        Assert.Equal(ConnectionStatus.Active, failed.Status);
    }

    [Fact, Proves("F6")]
    public async Task RefusalAfterALostAnswer_IsAFalseAlarmOnce()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        await SetAsync(id, c => (c.RefreshAt, c.RefreshUnknownAt) = (DateTimeOffset.UtcNow.AddSeconds(-1), DateTimeOffset.UtcNow.AddMinutes(-1)));
        Fail(400, InvalidGrant, times: 1);

        await hub.Get<TokenSweep>().RunOnceAsync(None);

        var spared = await ConnectionAsync(id);
        Assert.Equal((ConnectionStatus.Active, 1), (spared.Status, spared.RefreshFailures));
        Assert.Null(spared.RefreshUnknownAt);

        await SetAsync(id, c => c.RefreshRetryAt = DateTimeOffset.UtcNow.AddSeconds(-1));
        await hub.Get<TokenSweep>().RunOnceAsync(None);
        Assert.Equal((0, spared.TokenVersion + 1), ((await ConnectionAsync(id)).RefreshFailures, (await ConnectionAsync(id)).TokenVersion));
    }

    [Fact, Proves("F5")]
    public async Task NewRefreshTokenRefused_ThePreviousOneIsTriedOnce()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var vault = hub.Get<CredentialVault>();
        await SetAsync(id, c =>
        {
            var fields = vault.OpenFields(c)!;
            fields["previousRefreshToken"] = fields["refreshToken"];
            fields["refreshToken"] = "never-reached-the-vendor";
            c.Ciphertext = vault.Protect(c.OrganizationId, c.Id, fields);
            c.RefreshAt = DateTimeOffset.UtcNow.AddSeconds(-1);
        });

        await hub.Get<TokenSweep>().RunOnceAsync(None);

        var after = await ConnectionAsync(id);
        Assert.Equal(ConnectionStatus.Active, after.Status);
        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest(null, 5), None);
        Assert.True(found.IsSuccess, found.Failure?.Message);
    }

    [Fact]
    public async Task Expiring_CredentialThatCannotRenewItself_IsToldAtFourteenAndThreeDays_OnceEach()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var sweep = hub.Get<TokenSweep>();
        foreach (var (days, told) in new[] { (20, 0), (13, 1), (13, 1), (5, 1), (2, 2), (1, 2) })
        {
            await SetAsync(id, c => (c.ExpiresAt, c.IsRefreshable) = (DateTimeOffset.UtcNow.AddDays(days), false));
            await sweep.RunOnceAsync(None);
            Assert.Equal(told, await hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.ConnectionExpiring && e.Data.Contains(id.ToString()))));
        }
    }

    [Fact]
    public async Task Expiring_ManyThatWereToldAlready_DoNotHoldUpTheNext()
    {
        const int told = 100;
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var template = await ConnectionAsync(id);
        await hub.WithDatabaseAsync(async db =>
        {
            var people = Enumerable.Range(0, told).Select(n => new User
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = template.OrganizationId,
                DisplayName = "Told",
                UserName = $"{n}@told.test",
                NormalizedUserName = $"{n}@TOLD.TEST",
                SecurityStamp = "",
            }).ToList();
            db.AddRange(people);
            db.AddRange(people.Select(person => new Connection
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = template.OrganizationId,
                InstanceId = id,
                ProviderKey = template.ProviderKey,
                AuthKind = template.AuthKind,
                UserId = person.Id,
                ExpiresAt = DateTimeOffset.UtcNow.AddDays(5),
                ExpiryNoticeDays = TokenSweep.FirstNotice,
            }));
            return await db.SaveChangesAsync();
        });
        var late = DateTimeOffset.UtcNow.AddDays(13);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.Id == template.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, late)));

        await hub.Get<TokenSweep>().RunOnceAsync(None);

        Assert.Equal(TokenSweep.FirstNotice, (await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.Id == template.Id))).ExpiryNoticeDays);
    }

    [Fact, Proves("R10")]
    public async Task CallsSideBySideThatAreRefusedTogether_ShareOneRefresh()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        using var open = (await hub.Get<VendorSessions>().OpenAsync(hub.Admin, id, background: false, None)).Value;
        var before = hub.Sandbox.State.OAuth("microsoft").Refreshes;
        hub.Sandbox.State.OAuth("microsoft").ExpireAccessTokens();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            open.Session.SendAsync(Integrations.Connectors.Contracts.VendorSession.Get("https://graph.microsoft.com/v1.0/me"), None)));

        Assert.All(answers, answer => Assert.True(answer.Value.IsSuccess, answer.Value.Text));
        Assert.Equal(before + 1, hub.Sandbox.State.OAuth("microsoft").Refreshes);
    }

    private void Fail(int status, string body, int times)
    {
        for (var n = 0; n < times; n++)
        {
            hub.Sandbox.State.AnswerNext("login.microsoftonline.com", status, body);
        }
    }

    private Task<Connection> ConnectionAsync(Guid instanceId) => hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == instanceId));

    private Task<int> SetAsync(Guid instanceId, Action<Connection> change) => hub.WithDatabaseAsync(async db =>
    {
        change(await db.Connections.SingleAsync(c => c.InstanceId == instanceId));
        return await db.SaveChangesAsync();
    });
}
