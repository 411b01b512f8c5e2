using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Identity;

public sealed class SignInServiceTests : IAsyncLifetime
{
    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1");

    private CoreHub _hub = null!;

    private SignInService SignIn => _hub.Get<SignInService>();

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        await _hub.SetPasswordAsync(_hub.User);
    }

    [Fact, Proves("S3")]
    public async Task RightPassword_SignsIn_WhateverTheAddressLooksLike()
    {
        Assert.True((await TryAsync(" User@OURS.test ", AccessHub.Password)).IsSuccess);
        Assert.Equal("auth.refused", (await TryAsync("user@ours.test", AccessHub.Password + " ")).Failure!.Code);
    }

    [Fact, Proves("S3")]
    public async Task FiveFailures_LockForFiveMinutes_EvenTheRightPassword_ThenLonger()
    {
        await FailAsync(5);
        Assert.Equal("auth.refused", (await TryAsync("user@ours.test", AccessHub.Password)).Failure!.Code);

        _hub.Clock.Advance(TimeSpan.FromMinutes(5.1));
        await FailAsync(5);
        _hub.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.False((await TryAsync("user@ours.test", AccessHub.Password)).IsSuccess);

        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await TryAsync("user@ours.test", AccessHub.Password)).IsSuccess);
        var user = await _hub.WithDatabaseAsync(db => db.Users.SingleAsync(u => u.Id == _hub.User.UserId));
        Assert.Equal(0, user.AccessFailedCount);
    }

    [Fact, Proves("S3")]
    public void Lockout_GrowsToAnHour() =>
        Assert.Equal([5, 10, 20, 40, 60, 60], new[] { 5, 10, 15, 20, 25, 500 }.Select(failures => (int)SignInAttempts.LockoutAfter(failures).TotalMinutes));

    [Fact, Proves("S3")]
    public async Task GuessesSideBySide_AllCount()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync("user@ours.test", "wrong but long enough")));

        var user = await _hub.WithDatabaseAsync(db => db.Users.SingleAsync(u => u.Id == _hub.User.UserId));
        Assert.True(user.AccessFailedCount >= 5);
        Assert.True(user.LockoutEnd > _hub.Clock.GetUtcNow());
    }

    [Fact, Proves("S3")]
    public async Task Unknown_Wrong_Disabled_Locked_Passwordless_AnswerAlike()
    {
        await _hub.SetPasswordAsync(_hub.OtherUser);
        await _hub.ChangeAsync(_hub.OtherUser, user => user.DisabledAt = _hub.Clock.GetUtcNow());
        var answers = new[]
        {
            await TryAsync("nobody@ours.test", AccessHub.Password), await TryAsync("user@ours.test", "wrong but long enough"),
            await TryAsync("other@ours.test", AccessHub.Password), await TryAsync("admin@ours.test", AccessHub.Password),
            await TryAsync(new string('x', 300) + "@ours.test", AccessHub.Password), await TryAsync("user@ours.test", new string('x', 129)),
        };

        Assert.Single(answers.Select(answer => answer.Failure!).Distinct());
    }

    [Fact, Proves("S4")]
    public async Task AccountWithASecondFactor_IsNotLetInByItsPasswordAlone()
    {
        await _hub.ChangeAsync(_hub.User, user => user.TwoFactorEnabled = true);
        Assert.Equal("auth.second_factor_required", (await TryAsync("user@ours.test", AccessHub.Password)).Failure!.Code);
    }

    [Fact, Proves("L3")]
    public async Task SignIns_Failures_AndLockouts_AreAudited()
    {
        await FailAsync(5);
        _hub.Clock.Advance(TimeSpan.FromMinutes(6));
        await TryAsync("user@ours.test", AccessHub.Password);

        // The clock stood still for the first five, so their order is nobody's.
        var entries = await _hub.WithDatabaseAsync(db => db.AuditEntries.OrderBy(a => a.Id).ToListAsync());
        Assert.Equal(
            ["session.locked_out", .. Enumerable.Repeat("session.sign_in_failed", 4), "session.signed_in"],
            entries.Select(entry => entry.Action).Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal("192.0.2.7", entry.RemoteAddress));
    }

    [Fact, Proves("S1")]
    public async Task Session_EndsOnSignOut_AndAfterTwelveHours()
    {
        var directory = _hub.Get<UserDirectory>();
        var who = (await TryAsync("user@ours.test", AccessHub.Password)).Value;
        var first = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, endSession: null, Origin, CancellationToken.None);
        Assert.NotNull(await directory.FindSessionAsync(first.Id, who.Id, CancellationToken.None));
        Assert.Null(await directory.FindSessionAsync(Guid.NewGuid(), who.Id, CancellationToken.None));

        var second = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, first.Id, Origin, CancellationToken.None);
        Assert.Null(await directory.FindSessionAsync(first.Id, who.Id, CancellationToken.None));

        await _hub.Get<BrowserSessions>().EndAsync(_hub.User, second.Id, CancellationToken.None);
        Assert.Null(await directory.FindSessionAsync(second.Id, who.Id, CancellationToken.None));

        var third = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, endSession: null, Origin, CancellationToken.None);
        _hub.Clock.Advance(TimeSpan.FromHours(12.1));
        Assert.Null(await directory.FindSessionAsync(third.Id, who.Id, CancellationToken.None));
    }

    [Fact, Proves("T7")]
    public async Task Hasher_IsSha512WithEnoughRounds()
    {
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddDataProtection().Services.AddAccess().BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value;
        Assert.Equal(PasswordHasherCompatibilityMode.IdentityV3, options.CompatibilityMode);
        Assert.True(options.IterationCount >= 210_000);

        var hash = Convert.FromBase64String(new PasswordHasher<User>(Options.Create(options)).HashPassword(new User { DisplayName = "" }, AccessHub.Password));
        // Format marker 1, then the pseudo-random function: 2 is HMAC-SHA512.
        Assert.Equal([1, 0, 0, 0, 2], hash[..5]);
    }

    [Theory, Proves("T7")]
    [InlineData("password1234")]
    [InlineData("Passw0rd!!!!")]
    [InlineData("P@ssw0rd2026")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiop12")]
    [InlineData("QWERTYUIOPAS")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("abc123abc123")]
    [InlineData("letmein12345")]
    [InlineData("iloveyou2026!")]
    [InlineData("Administrator")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("zyxwvutsrqpo")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("zaphod.b@ours.test")]
    [InlineData("zaphod.b2026")]
    [InlineData("elevenchars")]
    [InlineData("")]
    public void CommonShortOrOwnNamePasswords_AreRefused(string password) => Assert.NotNull(PasswordRules.Check(password, "zaphod.b@ours.test"));

    [Theory, Proves("T7")]
    [InlineData("seven quiet otters")]
    [InlineData("Demo-Passw0rd!")]
    [InlineData("            x           ")]
    [InlineData("äöüßéèêëàâîïôû")]
    public void OtherPasswords_AreAccepted(string password) => Assert.Null(PasswordRules.Check(password, "zaphod.b@ours.test"));

    [Fact, Proves("T7")]
    public void Length_IsTwelveTo128_Unchanged()
    {
        var longest = string.Concat(Enumerable.Range(0, 128).Select(i => (char)('!' + (i * 37 % 90))));
        Assert.Null(PasswordRules.Check(longest, email: null));
        Assert.NotNull(PasswordRules.Check(longest + "x", email: null));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task<Result<UserStanding>> TryAsync(string email, string password) => SignIn.CheckPasswordAsync(email, password, Origin, CancellationToken.None);

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await TryAsync("user@ours.test", "wrong but long enough");
        }
    }
}
