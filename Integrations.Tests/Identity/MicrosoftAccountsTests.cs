using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Entra;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Identity;

public sealed class MicrosoftAccountsTests : IAsyncLifetime
{
    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");
    private static readonly MicrosoftIdentity Ada = new("https://login.microsoftonline.com/one/v2.0", "ada", "user@ours.test");

    private CoreHub _hub = null!;
    private Caller _me = null!;

    private MicrosoftAccounts Accounts => _hub.Get<MicrosoftAccounts>();

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        _me = _hub.InSession(_hub.User);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task SignIn_OpensOnlyWhatItsOwnerLinked_WhateverTheAddressSays()
    {
        Assert.Equal("microsoft.unknown", (await Accounts.SignInAsync(Ada, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Null((await Accounts.LinkAsync(_me, Ada, CancellationToken.None)).Failure);

        Assert.Equal(_me.UserId, (await Accounts.SignInAsync(Ada with { Name = "renamed@ours.test" }, Origin, CancellationToken.None)).Value.Who.Id);
        Assert.Equal("microsoft.unknown", (await Accounts.SignInAsync(Ada with { Issuer = "https://login.microsoftonline.com/two/v2.0" }, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("microsoft.unknown", (await Accounts.SignInAsync(Ada with { Subject = "gus" }, Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task Link_OfAnAccountThatOpensAnother_IsRefused_AndUnlinkingFreesIt()
    {
        await Accounts.LinkAsync(_me, Ada, CancellationToken.None);
        var admin = _hub.InSession(_hub.Admin);

        Assert.Equal("microsoft.taken", (await Accounts.LinkAsync(admin, Ada, CancellationToken.None)).Failure?.Code);
        Assert.Equal("user@ours.test", (await Accounts.GetAsync(_me, CancellationToken.None)).Value.Name);
        Assert.Null((await Accounts.UnlinkAsync(_me, CancellationToken.None)).Failure);
        Assert.Null((await Accounts.LinkAsync(admin, Ada, CancellationToken.None)).Failure);
        Assert.Equal("microsoft.not_linked", (await Accounts.UnlinkAsync(_me, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S5")]
    public async Task Unlinking_NeedsASignInOfTheLastMinutes()
    {
        await Accounts.LinkAsync(_me, Ada, CancellationToken.None);
        var stale = _me with { AuthenticatedAt = _hub.Clock.GetUtcNow() - TimeSpan.FromMinutes(11) };

        Assert.Equal(Caller.ReauthenticationCode, (await Accounts.UnlinkAsync(stale, CancellationToken.None)).Failure?.Code);
        Assert.Equal("user@ours.test", (await Accounts.GetAsync(_me, CancellationToken.None)).Value.Name);
    }

    [Theory, Proves("S2"), InlineData(true), InlineData(false)]
    public async Task Unlinking_OrLinkingAnother_EndsTheSessionsThatItOpened_AndNoOther(bool unlink)
    {
        await Accounts.LinkAsync(_me, Ada, CancellationToken.None);
        var (byMicrosoft, byCode, byPassword) = (await SessionAsync(SignInProof.Microsoft), await SessionAsync(SignInProof.PasswordAndCode), await SessionAsync(SignInProof.Password));

        Assert.Null((unlink ? await Accounts.UnlinkAsync(byPassword, CancellationToken.None) : await Accounts.LinkAsync(byPassword, Ada with { Subject = "another" }, CancellationToken.None)).Failure);

        var directory = _hub.Get<UserDirectory>();
        Assert.Null(await directory.FindSessionAsync(byMicrosoft.SessionId!.Value, byMicrosoft.UserId!.Value, CancellationToken.None));
        Assert.Null(await directory.FindSessionAsync(byCode.SessionId!.Value, byCode.UserId!.Value, CancellationToken.None));
        Assert.NotNull(await directory.FindSessionAsync(byPassword.SessionId!.Value, byPassword.UserId!.Value, CancellationToken.None));
    }

    private async Task<Caller> SessionAsync(SignInProof proof)
    {
        var who = (await _hub.Get<UserDirectory>().FindEnabledAsync(_hub.User.UserId!.Value, CancellationToken.None))!;
        var session = await _hub.Get<BrowserSessions>().OpenAsync(who, proof, endSession: null, Origin, CancellationToken.None);
        return _hub.User with { SessionId = session.Id, AuthenticatedAt = session.AuthenticatedAt };
    }

    [Fact, Proves("S4")]
    public async Task SignIn_OfAnAccountWithASecondFactor_WantsItsCode_AndOfALockedOneIsRefused()
    {
        await Accounts.LinkAsync(_me, Ada, CancellationToken.None);
        await _hub.ChangeAsync(_me, user => user.TwoFactorEnabled = true);
        Assert.True((await Accounts.SignInAsync(Ada, Origin, CancellationToken.None)).Value.NeedsCode);

        await _hub.ChangeAsync(_me, user => user.LockoutEnd = _hub.Clock.GetUtcNow().AddMinutes(5));
        Assert.Equal("microsoft.unknown", (await Accounts.SignInAsync(Ada, Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S5")]
    public async Task Linking_NeedsASignInOfTheLastMinutes()
    {
        var stale = _me with { AuthenticatedAt = _hub.Clock.GetUtcNow().AddMinutes(-11) };

        Assert.Equal(Caller.ReauthenticationCode, (await Accounts.LinkAsync(stale, Ada, CancellationToken.None)).Failure?.Code);
    }
}
