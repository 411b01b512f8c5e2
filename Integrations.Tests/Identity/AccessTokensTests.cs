using Integrations.Core.Identity;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class AccessTokensTests : IAsyncLifetime
{
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    [Fact]
    public async Task Token_SaysWhoAndWhatFor()
    {
        var caller = await _hub.WhoIsAsync(await _hub.TokenOfAsync(_hub.Admin));

        Assert.Equal(_hub.Admin.UserId, caller!.UserId);
        Assert.Equal(_hub.Admin.OrganizationId, caller.OrganizationId);
        Assert.True(caller.IsTenantAdmin);
        Assert.Null(caller.MustHaveSignedInLately(_hub.Clock.GetUtcNow()));
    }

    [Fact, Proves("S8")]
    public async Task Demoted_TheOldTokenHasTheNewRole()
    {
        var token = await _hub.TokenOfAsync(_hub.Admin);
        Assert.True((await _hub.WhoIsAsync(token))!.IsTenantAdmin);

        await _hub.WithDatabaseAsync(db => db.Users.Where(u => u.Id == _hub.Admin.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.User)));
        _hub.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.False((await _hub.WhoIsAsync(token))!.IsTenantAdmin);
    }

    [Fact, Proves("S2")]
    public async Task ChangedStamp_DisabledPerson_OrDisabledOrganization_EndTheToken()
    {
        var token = await _hub.TokenOfAsync(_hub.User);
        Assert.NotNull(await _hub.WhoIsAsync(token));

        await _hub.ChangeAsync(_hub.User, user => user.SecurityStamp = "changed");
        Assert.Null(await _hub.WhoIsAsync(token));

        var second = await _hub.TokenOfAsync(_hub.OtherUser);
        await _hub.ChangeAsync(_hub.OtherUser, user => user.DisabledAt = _hub.Clock.GetUtcNow());
        Assert.Null(await _hub.WhoIsAsync(second));

        var third = await _hub.TokenOfAsync(_hub.Stranger);
        await _hub.WithDatabaseAsync(db => db.Organizations.Where(o => o.Id == _hub.Stranger.OrganizationId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, _hub.Clock.GetUtcNow())));
        _hub.Get<UserDirectory>().ForgetOrganization(_hub.Stranger.OrganizationId!.Value);
        Assert.Null(await _hub.WhoIsAsync(third));
    }

    [Fact, Proves("S8")]
    public async Task RememberedToken_EndsWhenItExpires()
    {
        var token = await _hub.TokenOfAsync(_hub.User);
        _hub.Clock.Advance(TimeSpan.FromMinutes(14.9));
        Assert.NotNull(await _hub.WhoIsAsync(token));

        _hub.Clock.Advance(TimeSpan.FromMinutes(1.2));
        Assert.Null(await _hub.WhoIsAsync(token));
    }

    [Fact, Proves("S8")]
    public async Task Refusals_AreNotRemembered_AndTheCacheStaysBounded()
    {
        var tokens = _hub.Get<AccessTokens>();
        var token = await _hub.TokenOfAsync(_hub.User);
        for (var i = 0; i < 200; i++)
        {
            Assert.Null(await _hub.WhoIsAsync($"{token[..^4]}{i:0000}"));
        }

        Assert.Equal(0, tokens.RememberedCount);
        await _hub.WhoIsAsync(token);
        Assert.Equal(1, tokens.RememberedCount);

        var memory = new ExpiringCache<int, int>(_hub.Clock, capacity: 1_000);
        for (var i = 0; i < 1_000_000; i++)
        {
            memory.Remember(i, i, _hub.Clock.GetUtcNow().AddMinutes(1));
        }

        Assert.InRange(memory.Count, 1, 1_000);
    }

    [Fact, Proves("S9")]
    public async Task Rotation_OldTokensGoOn_NewOnesNameTheNewKey_AndTheSetHasPublicMembersOnly()
    {
        var keys = _hub.Get<SigningKeys>();
        var before = await _hub.TokenOfAsync(_hub.User);
        await keys.RotateAsync(CancellationToken.None);
        var after = await _hub.TokenOfAsync(_hub.Admin);

        Assert.NotNull(await _hub.WhoIsAsync(before));
        Assert.NotNull(await _hub.WhoIsAsync(after));
        Assert.NotEqual(AccessTokenFormat.KeyIdOf(before), AccessTokenFormat.KeyIdOf(after));
        var published = await keys.PublicSetAsync(CancellationToken.None);
        Assert.Equal(2, published.Count);
        Assert.DoesNotContain(typeof(PublicJwk).GetProperties(), property => property.Name == "D");

        _hub.Clock.Advance(TimeSpan.FromMinutes(63));
        Assert.Single(await keys.PublicSetAsync(CancellationToken.None));
    }

    [Fact, Proves("S9")]
    public async Task Key_RotatesByItselfBeforeNinetyDays()
    {
        var first = AccessTokenFormat.KeyIdOf(await _hub.TokenOfAsync(_hub.User));
        _hub.Clock.Advance(TimeSpan.FromDays(61));

        Assert.NotEqual(first, AccessTokenFormat.KeyIdOf(await _hub.TokenOfAsync(_hub.User)));
        Assert.DoesNotContain(
            await _hub.WithDatabaseAsync(db => db.SigningKeys.ToListAsync()), key => key.PrivateCiphertext.Contains("MIGH", StringComparison.Ordinal));
    }

    [Fact, Proves("T4")]
    public async Task LostKeyRing_AnotherKeySigns()
    {
        await _hub.TokenOfAsync(_hub.User);
        await _hub.WithDatabaseAsync(db => db.SigningKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.PrivateCiphertext, "lost")));
        _hub.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.NotNull(await _hub.WhoIsAsync(await _hub.TokenOfAsync(_hub.User)));
    }

    [Fact]
    public async Task ClientKey_ExchangesForAToken_ThatItsRevocationEndsAtOnce()
    {
        var tokens = _hub.Get<AccessTokens>();
        var service = _hub.Get<ApiTokenService>();
        var key = (await service.CreateForOrganizationAsync(_hub.InSession(_hub.Admin), new("CI", TokenScopes.ReadWrite), CancellationToken.None)).Value;

        var issued = await tokens.ForClientAsync(key.Row.ClientId!, key.Text.Reveal(), CancellationToken.None);
        var caller = await _hub.WhoIsAsync(issued.Value.Token.Reveal());
        Assert.Equal(_hub.Admin.OrganizationId, caller!.OrganizationId);
        Assert.Null(caller.UserId);
        Assert.False(caller.IsTenantAdmin, "the key has no admin scope");
        Assert.Equal("auth.client_refused", (await tokens.ForClientAsync(key.Row.ClientId!, "its_wrong", CancellationToken.None)).Failure!.Code);
        Assert.Equal("auth.client_refused", (await tokens.ForClientAsync("itc_other", key.Text.Reveal(), CancellationToken.None)).Failure!.Code);

        await service.RevokeAsync(_hub.Admin, key.Row.Id, CancellationToken.None);
        Assert.Null(await _hub.WhoIsAsync(issued.Value.Token.Reveal()));
        Assert.False((await tokens.ForClientAsync(key.Row.ClientId!, key.Text.Reveal(), CancellationToken.None)).IsSuccess);
    }

    [Fact, Proves("S6")]
    public async Task HandmadeTokens_WithTheHubsOwnKeys_NameUnknownPeople_AndAreRefused()
    {
        var hub = _hub.Get<SigningKeys>();
        var format = new AccessTokenFormat("integrations-hub", "integrations-hub-api");
        var now = _hub.Clock.GetUtcNow();
        AccessTokenClaims Claims(string subject, Guid? organization, string? client = null) =>
            new(subject, organization, ["super_admin"], Guid.NewGuid(), now, now.AddMinutes(5)) { ClientId = client };

        foreach (var claims in new[]
        {
            Claims("not-a-guid", _hub.Admin.OrganizationId),
            Claims(Guid.NewGuid().ToString(), _hub.Admin.OrganizationId),
            Claims(_hub.Admin.UserId.ToString()!, _hub.Admin.OrganizationId),
            Claims(_hub.Admin.UserId.ToString()!, _hub.Stranger.OrganizationId),
            Claims("itc_none", _hub.Admin.OrganizationId, "itc_none"),
        })
        {
            Assert.Null(await _hub.WhoIsAsync(await hub.SignAsync(format, claims, CancellationToken.None)));
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
