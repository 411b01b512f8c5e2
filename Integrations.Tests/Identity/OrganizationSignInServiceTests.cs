using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class OrganizationSignInServiceTests : IAsyncLifetime
{
    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");

    private CoreHub _hub = null!;
    private Caller _admin = null!;

    private OrganizationSignInService Service => _hub.Get<OrganizationSignInService>();

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        _admin = _hub.InSession(_hub.Admin);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("A1")]
    public async Task Settings_AreForAdministratorsOfTheOrganization_InTheBrowserAndFreshlySignedIn()
    {
        var stale = _admin with { AuthenticatedAt = _hub.Clock.GetUtcNow() - TimeSpan.FromMinutes(11) };

        Assert.Equal("permission_denied", (await Service.GetAsync(_hub.User, CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Service.SaveAsync(_hub.InSession(_hub.User), Settings(), 0, CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Service.SaveAsync(_hub.Admin with { TokenId = Guid.NewGuid() }, Settings(), 0, CancellationToken.None)).Failure?.Code);
        Assert.Equal(Caller.ReauthenticationCode, (await Service.SaveAsync(stale, Settings(), 0, CancellationToken.None)).Failure?.Code);
        Assert.Null((await Service.SaveAsync(_admin, Settings(), 0, CancellationToken.None)).Failure);
        Assert.Equal(Caller.ReauthenticationCode, (await Service.RemoveAsync(stale, 1, CancellationToken.None)).Failure?.Code);
        Assert.Null((await Service.GetAsync(_hub.Stranger with { Role = Role.TenantAdmin }, CancellationToken.None)).Value.Settings);
        Assert.Equal("Ours ID", (await Service.GetAsync(_admin, CancellationToken.None)).Value.Settings?.Name);
    }

    [Theory]
    [InlineData("issuer", "https://10.0.0.8")]
    [InlineData("issuer", "http://id.ours.test")]
    [InlineData("issuer", "https://id.ours.test?tenant=1")]
    [InlineData("issuer", "id.ours.test")]
    [InlineData("issuer", "")]
    [InlineData("domains", "")]
    [InlineData("domains", "ours")]
    [InlineData("domains", "ours.test\nuser@other.test")]
    [InlineData("domains", "*.ours.test")]
    [InlineData("domains", "10.0.0.8")]
    [InlineData("domains", "theirs.test")]
    [InlineData("name", "")]
    [InlineData("clientId", "")]
    [InlineData("clientSecret", "")]
    [InlineData("administratorValues", "")]
    public async Task Save_WithWhatCannotBeUsed_NamesTheField(string field, string value)
    {
        // People of another organization have addresses in it.
        await _hub.ChangeAsync(_hub.Stranger, user => (user.Email, user.NormalizedEmail) = ("user@theirs.test", "USER@THEIRS.TEST"));
        var settings = Settings();
        _ = field switch
        {
            "issuer" => settings.Issuer = value,
            "domains" => settings.Domains = value,
            "name" => settings.Name = value,
            "clientId" => settings.ClientId = value,
            "clientSecret" => settings.ClientSecret = value,
            _ => settings.RoleClaim = "groups",
        };

        var saved = await Service.SaveAsync(_admin, settings, 0, CancellationToken.None);

        Assert.Equal("validation", saved.Failure?.Code);
        Assert.Equal(field, Assert.Single(saved.Failure!.Fields!).Key);
        Assert.Null((await Service.GetAsync(_admin, CancellationToken.None)).Value.Settings);
    }

    [Fact, Proves("T5")]
    public async Task ClientSecret_IsStoredProtected_AndKeptWhereNoneIsGiven()
    {
        Assert.Null((await Service.SaveAsync(_admin, Settings(), 0, CancellationToken.None)).Failure);
        var again = Settings();
        (again.ClientSecret, again.Domains) = ("", "ours.test\nOURS.example");
        Assert.Null((await Service.SaveAsync(_admin, again, 1, CancellationToken.None)).Failure);

        var row = await _hub.WithDatabaseAsync(db => db.Set<OrganizationSignIn>().SingleAsync());
        Assert.DoesNotContain("very-secret", row.ClientSecretCiphertext, StringComparison.Ordinal);
        Assert.Equal("very-secret", (await _hub.Get<OpenIdProviders>().FindAsync(row.OrganizationId, CancellationToken.None))!.ClientSecret.Reveal());
        Assert.Equal(["ours.example", "ours.test"], (await Service.GetAsync(_admin, CancellationToken.None)).Value.Domains);
        Assert.Equal("openid.settings_changed", (await Service.SaveAsync(_admin, again, 1, CancellationToken.None)).Failure?.Code);
        var told = await _hub.WithDatabaseAsync(db => db.Set<Core.Activity.AuditEntry>().Where(a => a.Action == "organization.sign_in_changed").Select(a => a.After).ToListAsync());
        Assert.Equal(2, told.Count);
        Assert.DoesNotContain(told, after => after!.Contains("very-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task RoleValues_WithoutAClaim_AreNotKept(string? claim)
    {
        var settings = Settings();
        (settings.RoleClaim, settings.AdministratorValues) = (claim, "hub-admins");

        Assert.Null((await Service.SaveAsync(_admin, settings, 0, CancellationToken.None)).Failure);

        var stored = await _hub.WithDatabaseAsync(db => db.Set<OrganizationSignIn>().SingleAsync());
        Assert.Equal((null, null), (stored.RoleClaim, stored.AdministratorValues));
        var shown = (await Service.GetAsync(_admin, CancellationToken.None)).Value.Settings!;
        Assert.Equal((null, null), (shown.RoleClaim, shown.AdministratorValues));
    }

    [Fact, Proves("T10")]
    public async Task AnotherIssuer_NeedsTheClientSecretAgain()
    {
        Assert.Null((await Service.SaveAsync(_admin, Settings(), 0, CancellationToken.None)).Failure);
        var moved = Settings();
        (moved.Issuer, moved.ClientSecret) = ("https://id.evil.test", null);

        Assert.Equal("clientSecret", FieldOf(await Service.SaveAsync(_admin, moved, 1, CancellationToken.None)));
    }

    [Fact]
    public async Task RequiredProvider_RefusesEveryOtherWayIn_ButTheOwnersAndSuperAdministrators()
    {
        await _hub.SetPasswordAsync(_hub.User);
        await _hub.SetPasswordAsync(_hub.Admin);
        await RequireAsync();
        var signIn = _hub.Get<SignInService>();
        var passkey = new UserPasskeyInfo([1], [1, 2, 3], DateTimeOffset.UnixEpoch, 0, ["internal"], isUserVerified: true, isBackupEligible: true, isBackedUp: false, [4], [5]);

        Assert.Equal("auth.provider_only", (await signIn.AnswerPasswordAsync("user@ours.test", AccessHub.Password, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.refused", (await signIn.AnswerPasswordAsync("user@ours.test", "wrong wrong wrong", Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.provider_only", (await _hub.Get<AccessTokens>().ForPasswordAsync("user@ours.test", AccessHub.Password, code: null, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.provider_only", (await _hub.Get<PasskeyService>().SignInAsync(_hub.User.UserId!.Value, passkey, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Null((await signIn.AnswerPasswordAsync("admin@ours.test", AccessHub.Password, Origin, CancellationToken.None)).Failure);
        await _hub.ChangeAsync(_hub.User, user => user.Role = Role.SuperAdmin);
        Assert.Null((await signIn.AnswerPasswordAsync("user@ours.test", AccessHub.Password, Origin, CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task RequiredProvider_AfterAPasswordThatWasRight_RefusesTheCodeToo()
    {
        await _hub.SetPasswordAsync(_hub.User);
        await _hub.SetPasswordAsync(_hub.Admin);
        var who = (await _hub.Get<UserDirectory>().FindEnabledAsync(_hub.User.UserId!.Value, CancellationToken.None))!;
        var ticket = _hub.Get<SignInTickets>().Create(who);
        await RequireAsync();

        Assert.Equal("auth.provider_only", (await _hub.Get<SignInService>().CheckTicketAsync(ticket, "123456", Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task Require_WithoutAnOwnerWhoCouldComeIn_OrWithoutAProviderThatIsOn_IsRefused()
    {
        var settings = Settings();
        (settings.IsEnforced, settings.OwnerId) = (true, null);
        Assert.Equal("ownerId", FieldOf(await Service.SaveAsync(_admin, settings, 0, CancellationToken.None)));
        settings.OwnerId = _hub.Admin.UserId;
        await _hub.ChangeAsync(_hub.Admin, user => user.PasswordHash = null);
        Assert.Equal("ownerId", FieldOf(await Service.SaveAsync(_admin, settings, 0, CancellationToken.None)));
        settings.OwnerId = _hub.User.UserId;
        Assert.Equal("ownerId", FieldOf(await Service.SaveAsync(_admin, settings, 0, CancellationToken.None)));
        settings.IsOn = false;
        Assert.Equal("isEnforced", FieldOf(await Service.SaveAsync(_admin, settings, 0, CancellationToken.None)));
    }

    [Fact]
    public async Task Operator_EndsTheRequirement_ByTheOrganizationsName()
    {
        await _hub.SetPasswordAsync(_hub.User);
        await _hub.SetPasswordAsync(_hub.Admin);
        await RequireAsync();
        var name = await _hub.WithDatabaseAsync(db => db.Organizations.Where(o => o.Id == _admin.OrganizationId).Select(o => o.Name).SingleAsync());

        Assert.Equal("organization.not_found", (await Service.StopEnforcingAsync("no such", CancellationToken.None)).Failure?.Code);
        Assert.Null((await Service.StopEnforcingAsync(name, CancellationToken.None)).Failure);

        Assert.Null((await _hub.Get<SignInService>().AnswerPasswordAsync("user@ours.test", AccessHub.Password, Origin, CancellationToken.None)).Failure);
        Assert.Equal("openid.off", (await Service.StopEnforcingAsync(name, CancellationToken.None)).Failure?.Code);
    }

    [Theory, Proves("S2"), InlineData("off"), InlineData("issuer"), InlineData("removed"), InlineData("name")]
    public async Task Change_EndsTheSessionsThatTheFormerProviderOpened(string change)
    {
        Assert.Null((await Service.SaveAsync(_admin, Settings(), 0, CancellationToken.None)).Failure);
        var who = (await _hub.Get<UserDirectory>().FindEnabledAsync(_hub.User.UserId!.Value, CancellationToken.None))!;
        var opened = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Organization, endSession: null, Origin, CancellationToken.None);
        var other = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, endSession: null, Origin, CancellationToken.None);
        var settings = Settings();
        (settings.IsOn, settings.Issuer, settings.Name) = (change != "off", change == "issuer" ? "https://id.new.test" : settings.Issuer, change == "name" ? "Another name" : settings.Name);

        Assert.Null((change == "removed" ? await Service.RemoveAsync(_admin, 1, CancellationToken.None) : await Service.SaveAsync(_admin, settings, 1, CancellationToken.None)).Failure);

        var directory = _hub.Get<UserDirectory>();
        Assert.Equal(change == "name", await directory.FindSessionAsync(opened.Id, who.Id, CancellationToken.None) is not null);
        Assert.NotNull(await directory.FindSessionAsync(other.Id, who.Id, CancellationToken.None));
    }

    private async Task RequireAsync()
    {
        var settings = Settings();
        (settings.IsEnforced, settings.OwnerId) = (true, _hub.Admin.UserId);
        Assert.Null((await Service.SaveAsync(_admin, settings, 0, CancellationToken.None)).Failure);
    }

    private static OrganizationSignInSettings Settings() =>
        new() { Name = "Ours ID", Issuer = "https://id.ours.test", ClientId = "hub", ClientSecret = "very-secret", Domains = "ours.test", IsOn = true };

    private static string? FieldOf(Result<Done> saved) => saved.Failure?.Fields?.Single().Key;
}
