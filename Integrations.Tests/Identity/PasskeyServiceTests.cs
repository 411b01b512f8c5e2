using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class PasskeyServiceTests : IAsyncLifetime
{
    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");

    private CoreHub _hub = null!;
    private Caller _me = null!;

    private PasskeyService Passkeys => _hub.Get<PasskeyService>();

    private Guid Me => _me.UserId!.Value;

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        _me = await SessionAsync(SignInProof.Password);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("S4")]
    public async Task Passkey_ThatNobodyUnlocked_IsNeitherKeptNorLetsAnybodyIn()
    {
        Assert.Equal("passkey.refused", (await Passkeys.AddAsync(_me, Key(1, isUserVerified: false), "Laptop", CancellationToken.None)).Failure?.Code);
        Assert.Null((await Passkeys.AddAsync(_me, Key(1), "Laptop", CancellationToken.None)).Failure);

        Assert.Equal("passkey.refused", (await Passkeys.SignInAsync(Me, Key(1, isUserVerified: false), Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal(Me, (await Passkeys.SignInAsync(Me, Key(1), Origin, CancellationToken.None)).Value.Id);
    }

    [Fact, Proves("S4")]
    public async Task Passkey_OfSomebodyElse_OrOfALockedOrDisabledAccount_LetsNobodyIn()
    {
        await Passkeys.AddAsync(_me, Key(1), "Laptop", CancellationToken.None);

        Assert.Equal("passkey.refused", (await Passkeys.SignInAsync(_hub.Admin.UserId!.Value, Key(1), Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("passkey.refused", (await Passkeys.SignInAsync(Me, Key(2), Origin, CancellationToken.None)).Failure?.Code);
        await _hub.ChangeAsync(_me, user => user.LockoutEnd = _hub.Clock.GetUtcNow().AddMinutes(5));
        Assert.Equal("passkey.refused", (await Passkeys.SignInAsync(Me, Key(1), Origin, CancellationToken.None)).Failure?.Code);
        await _hub.ChangeAsync(_me, user => (user.LockoutEnd, user.DisabledAt) = (null, _hub.Clock.GetUtcNow()));
        Assert.Equal("passkey.refused", (await Passkeys.SignInAsync(Me, Key(1), Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S5")]
    public async Task AddingAndRemoving_NeedASignInOfTheLastMinutes()
    {
        var stale = _me with { AuthenticatedAt = _hub.Clock.GetUtcNow().AddMinutes(-11) };

        Assert.Equal(Caller.ReauthenticationCode, (await Passkeys.AddAsync(stale, Key(1), "Laptop", CancellationToken.None)).Failure?.Code);
        Assert.Equal(Caller.ReauthenticationCode, (await Passkeys.RemoveAsync(stale, "AQ", CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S5")]
    public async Task OnesOwnPasskey_MakesTheSessionFresh_AnothersAndOneThatNobodyUnlockedDoNot()
    {
        await Passkeys.AddAsync(_me, Key(1), "Laptop", CancellationToken.None);
        _hub.Clock.Advance(TimeSpan.FromMinutes(11));
        var directory = _hub.Get<UserDirectory>();
        async Task<DateTimeOffset> FreshSinceAsync() => (await directory.FindSessionAsync(_me.SessionId!.Value, Me, CancellationToken.None))!.AuthenticatedAt;
        var before = await FreshSinceAsync();

        Assert.Equal("passkey.refused", (await Passkeys.ConfirmAsync(_me, Me, Key(1, isUserVerified: false), CancellationToken.None)).Failure?.Code);
        Assert.Equal("passkey.refused", (await Passkeys.ConfirmAsync(_me, Me, Key(2), CancellationToken.None)).Failure?.Code);
        Assert.Equal("passkey.refused", (await Passkeys.ConfirmAsync(_me, _hub.Admin.UserId!.Value, Key(1), CancellationToken.None)).Failure?.Code);
        Assert.Equal(before, await FreshSinceAsync());

        Assert.Null((await Passkeys.ConfirmAsync(_me, Me, Key(1), CancellationToken.None)).Failure);
        Assert.Equal(_hub.Clock.GetUtcNow(), await FreshSinceAsync());
    }

    [Fact, Proves("S2")]
    public async Task Removing_EndsTheSessionsThatPasskeysOpened_AndNoOther()
    {
        // With a password the last passkey may go.
        await _hub.ChangeAsync(_me, user => user.PasswordHash = "any");
        await Passkeys.AddAsync(_me, Key(1), "Laptop", CancellationToken.None);
        var (byKey, byPassword) = (await SessionAsync(SignInProof.Passkey), await SessionAsync(SignInProof.Password));
        var id = Assert.Single((await Passkeys.ListAsync(_me, CancellationToken.None)).Value).Id;

        Assert.Null((await Passkeys.RemoveAsync(_me, id, CancellationToken.None)).Failure);

        var directory = _hub.Get<UserDirectory>();
        Assert.Null(await directory.FindSessionAsync(byKey.SessionId!.Value, Me, CancellationToken.None));
        Assert.NotNull(await directory.FindSessionAsync(byPassword.SessionId!.Value, Me, CancellationToken.None));
        Assert.Equal("passkey.not_found", (await Passkeys.RemoveAsync(_me, id, CancellationToken.None)).Failure?.Code);
        Assert.Equal("passkey.not_found", (await Passkeys.RemoveAsync(_me, "no base64", CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S4")]
    public async Task ResettingTheSecondFactor_TakesThePasskeysToo()
    {
        await Passkeys.AddAsync(_me, Key(1), "Laptop", CancellationToken.None);

        await _hub.Get<MemberService>().ResetSecondFactorAsync(_hub.InSession(_hub.Admin), Me, CancellationToken.None);

        Assert.Equal(0, await _hub.WithDatabaseAsync(db => db.Set<IdentityUserPasskey<Guid>>().CountAsync()));
    }

    private static UserPasskeyInfo Key(byte id, bool isUserVerified = true) =>
        new([id], [1, 2, 3], DateTimeOffset.UnixEpoch, 0, ["internal"], isUserVerified, isBackupEligible: true, isBackedUp: false, [4], [5]);

    private async Task<Caller> SessionAsync(SignInProof proof)
    {
        var who = (await _hub.Get<UserDirectory>().FindEnabledAsync(_hub.User.UserId!.Value, CancellationToken.None))!;
        var session = await _hub.Get<BrowserSessions>().OpenAsync(who, proof, endSession: null, Origin, CancellationToken.None);
        return _hub.User with { SessionId = session.Id, AuthenticatedAt = session.AuthenticatedAt };
    }
}
