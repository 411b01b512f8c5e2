using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class OpenIdAccountsTests : IAsyncLifetime
{
    private const string Issuer = "https://id.ours.test";

    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");
    private static readonly OpenIdIdentity Ada = new(Issuer, "ada", "user@ours.test", IsVerified: true, "Ada", []);

    private CoreHub _hub = null!;

    private OpenIdAccounts Accounts => _hub.Get<OpenIdAccounts>();

    private Guid Ours => _hub.Admin.OrganizationId!.Value;

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        await SetAsync(_ => { });
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task FirstSignIn_FindsTheAccountByAddress_AndLaterOnesByIssuerAndSubject()
    {
        Assert.Equal(_hub.User.UserId, (await InAsync(Ada)).Value.Id);

        Assert.Equal(_hub.User.UserId, (await InAsync(Ada with { Address = "renamed@elsewhere.test", IsVerified = false })).Value.Id);
        Assert.Equal("openid.off", (await InAsync(Ada with { Issuer = "https://id.elsewhere.test" })).Failure?.Code);
        // The address went on to another person there.
        Assert.Equal("openid.unknown", (await InAsync(Ada with { Subject = "gus" })).Failure?.Code);
    }

    [Fact]
    public async Task AccountOfAnotherOrganization_IsNeverOpened()
    {
        // As if the domain had come into the settings past the check at saving.
        await _hub.WithDatabaseAsync(async db =>
        {
            db.Add(new OrganizationSignInDomain { Domain = "theirs.test", OrganizationId = Ours });
            return await db.SaveChangesAsync();
        });

        Assert.Equal("openid.unknown", (await InAsync(Ada with { Subject = "eve", Address = "admin@theirs.test" })).Failure?.Code);
        await SetAsync(settings => settings.CreatesAccounts = true, version: 1);
        await _hub.ChangeAsync(_hub.Stranger, user => (user.Email, user.NormalizedEmail) = ("eve@ours.test", "EVE@OURS.TEST"));
        Assert.Equal("openid.unknown", (await InAsync(Ada with { Subject = "eve", Address = "eve@ours.test" })).Failure?.Code);
    }

    [Fact, Proves("S8")]
    public async Task DisabledMember_IsNotLetIn_AndALockOfThePasswordKeepsNoOneOut()
    {
        await _hub.ChangeAsync(_hub.User, user => user.LockoutEnd = _hub.Clock.GetUtcNow().AddMinutes(5));
        Assert.Null((await InAsync(Ada)).Failure);

        await _hub.ChangeAsync(_hub.User, user => user.DisabledAt = _hub.Clock.GetUtcNow());
        Assert.Equal("openid.unknown", (await InAsync(Ada)).Failure?.Code);
    }

    [Theory]
    [InlineData(null, false, "openid.unverified")]
    [InlineData(null, true, null)]
    [InlineData(false, true, "openid.unverified")]
    [InlineData(true, false, null)]
    public async Task Address_CountsWhereTheProviderOrTheOrganizationVouchesForIt(bool? isVerified, bool trusts, string? expected)
    {
        await SetAsync(settings => settings.TrustsAddresses = trusts, version: 1);

        Assert.Equal(expected, (await InAsync(Ada with { IsVerified = isVerified })).Failure?.Code);
    }

    [Theory]
    [InlineData("new@ours.test", null)]
    [InlineData("NEW@Ours.Test", null)]
    [InlineData("new@ours.test.evil.test", "openid.domain")]
    [InlineData("new@evil.test@ours.test", "openid.unknown")]
    [InlineData("new@sub.ours.test", "openid.domain")]
    [InlineData("new\n@ours.test", "openid.unknown")]
    [InlineData("@ours.test", "openid.domain")]
    [InlineData("", "openid.domain")]
    public async Task Stranger_GetsAnAccountForAPlainAddressOfTheDomain(string address, string? expected)
    {
        await SetAsync(settings => settings.CreatesAccounts = true, version: 1);

        var let = await InAsync(new OpenIdIdentity(Issuer, "new", address, IsVerified: true, Name: null, []));

        Assert.Equal(expected, let.Failure?.Code);
        if (expected is null)
        {
            Assert.Equal((Role.User, Ours, "new"), (let.Value.Role, let.Value.OrganizationId, let.Value.DisplayName.ToLowerInvariant()));
        }
    }

    [Fact]
    public async Task Role_IsTheClaims_AtEachSignIn_AndSessionsOfTheFormerOneEnd()
    {
        await SetAsync(settings => (settings.RoleClaim, settings.AdministratorValues) = ("groups", "hub-admins\nowners"), version: 1);
        var before = (await InAsync(Ada)).Value;
        var session = await _hub.Get<BrowserSessions>().OpenAsync(before, SignInProof.Organization, endSession: null, Origin, CancellationToken.None);

        var after = (await InAsync(Ada with { RoleValues = ["staff", "owners"] })).Value;

        Assert.Equal((Role.User, Role.TenantAdmin), (before.Role, after.Role));
        Assert.NotEqual(before.Stamp, after.Stamp);
        Assert.Null(await _hub.Get<UserDirectory>().FindSessionAsync(session.Id, before.Id, CancellationToken.None));
        Assert.Equal(Role.User, (await InAsync(Ada with { RoleValues = ["super_admin", "OWNERS"] })).Value.Role);
    }

    [Fact]
    public async Task Role_WithoutAClaim_StaysAsItIs_WhateverTheProviderSays()
    {
        await SetAsync(settings => (settings.RoleClaim, settings.AdministratorValues) = (null, "hub-admins"), version: 1);
        var admin = Ada with { Subject = "admin", Address = "admin@ours.test" };

        Assert.Equal(Role.User, (await InAsync(Ada with { RoleValues = ["hub-admins"] })).Value.Role);
        Assert.Equal(Role.TenantAdmin, (await InAsync(admin with { RoleValues = [] })).Value.Role);
    }

    [Fact]
    public async Task Role_OfTheLastAdministrator_IsNotTaken()
    {
        await SetAsync(settings => (settings.RoleClaim, settings.AdministratorValues) = ("groups", "hub-admins"), version: 1);
        var admin = Ada with { Subject = "admin", Address = "admin@ours.test" };

        Assert.Equal(Role.TenantAdmin, (await InAsync(admin)).Value.Role);
        await InAsync(Ada with { RoleValues = ["hub-admins"] });
        Assert.Equal(Role.User, (await InAsync(admin)).Value.Role);
    }

    [Fact]
    public async Task ManySignInsForTheFirstTime_LinkOnce()
    {
        await SetAsync(settings => settings.CreatesAccounts = true, version: 1);
        var identity = new OpenIdIdentity(Issuer, "new", "new@ours.test", IsVerified: true, "New", []);

        var let = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => InAsync(identity)));

        Assert.Single(let.Select(l => l.Value.Id).Distinct());
        Assert.Equal(1, await _hub.WithDatabaseAsync(db => db.Users.CountAsync(u => u.Email == "new@ours.test")));
    }

    private Task<Result<UserStanding>> InAsync(OpenIdIdentity identity) => Accounts.SignInAsync(Ours, identity, Origin, CancellationToken.None);

    private async Task SetAsync(Action<OrganizationSignInSettings> change, int version = 0)
    {
        var settings = new OrganizationSignInSettings { Name = "Ours ID", Issuer = Issuer, ClientId = "hub", ClientSecret = "secret", Domains = "ours.test", IsOn = true };
        change(settings);
        Assert.Null((await _hub.Get<OrganizationSignInService>().SaveAsync(_hub.InSession(_hub.Admin), settings, version, CancellationToken.None)).Failure);
    }
}
