using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class SecondFactorServiceTests : IAsyncLifetime
{
    private const string Email = "user@ours.test";

    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");

    private CoreHub _hub = null!;
    private Caller _me = null!;
    private byte[] _key = [];
    private IReadOnlyList<Secret> _recovery = [];

    private SecondFactorService Factors => _hub.Get<SecondFactorService>();

    private SignInService SignIn => _hub.Get<SignInService>();

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        await _hub.SetPasswordAsync(_hub.User);
        var who = (await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).Value;
        var session = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, endSession: null, Origin, CancellationToken.None);
        _me = _hub.User with { SessionId = session.Id, AuthenticatedAt = session.AuthenticatedAt };
    }

    [Fact, Proves("S4")]
    public async Task Key_IsStoredProtected_AndCountsOnlyOnceConfirmed()
    {
        var key = (await Factors.BeginAsync(_me, CancellationToken.None)).Value;
        var plain = key.Typed.Reveal().Replace(" ", "", StringComparison.Ordinal);
        var row = await _hub.WithDatabaseAsync(db => db.SecondFactors.SingleAsync());

        Assert.DoesNotContain(plain, row.KeyCiphertext, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("otpauth://totp/Integrations:user%40ours.test?secret=" + plain, key.Address.Reveal(), StringComparison.Ordinal);
        Assert.True((await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).IsSuccess);
        Assert.Equal("validation", (await Factors.ConfirmAsync(_me, "000000", CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S2", "S4")]
    public async Task TurningOn_AsksForCodes_AndEndsEveryOtherSession()
    {
        var who = (await _hub.Get<UserDirectory>().FindEnabledAsync(_me.UserId!.Value, CancellationToken.None))!;
        var other = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, endSession: null, Origin, CancellationToken.None);

        await TurnOnAsync();

        Assert.Equal(10, _recovery.Select(code => code.Reveal()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("auth.second_factor_required", (await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Null(await _hub.Get<UserDirectory>().FindSessionAsync(other.Id, who.Id, CancellationToken.None));
        Assert.Equal(SignInProof.PasswordAndCode, (await _hub.Get<UserDirectory>().FindSessionAsync(_me.SessionId!.Value, who.Id, CancellationToken.None))?.Proof);
        Assert.NotEqual(who.Stamp, (await _hub.Get<UserDirectory>().FindEnabledAsync(who.Id, CancellationToken.None))?.Stamp);
    }

    [Fact, Proves("S4")]
    public async Task Code_IsAcceptedOnce_AndNoEarlierOneAfterIt()
    {
        await TurnOnAsync();
        var ticket = await TicketAsync();
        var (now, before) = (CodeNow(), CodeAt(TimeSpan.FromSeconds(-30)));

        Assert.True((await SignIn.CheckTicketAsync(ticket, $" {now[..3]} {now[3..]} ", Origin, CancellationToken.None)).IsSuccess);
        Assert.Equal("auth.code_refused", (await SignIn.CheckTicketAsync(ticket, now, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.code_refused", (await SignIn.CheckTicketAsync(ticket, before, Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S4")]
    public async Task OneCode_GivenTwentyTimesAtOnce_LetsOneIn()
    {
        await TurnOnAsync();
        var (ticket, recovery) = (await TicketAsync(), _recovery[0].Reveal());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SignIn.CheckTicketAsync(ticket, recovery, Origin, CancellationToken.None)));

        Assert.Single(answers, answer => answer.IsSuccess);
    }

    [Fact, Proves("S4")]
    public async Task RecoveryCodes_AreHashed_WorkOnce_AndEndWhenNewOnesAreMade()
    {
        await TurnOnAsync();
        var (first, second) = (_recovery[0].Reveal(), _recovery[1].Reveal());
        var hashes = await _hub.WithDatabaseAsync(db => db.RecoveryCodes.Select(c => c.Hash).ToListAsync());
        Assert.All(hashes, hash => Assert.DoesNotContain(_recovery, code => hash.Contains(code.Reveal(), StringComparison.OrdinalIgnoreCase)));

        var ticket = await TicketAsync();
        Assert.True((await SignIn.CheckTicketAsync(ticket, first.ToUpperInvariant(), Origin, CancellationToken.None)).IsSuccess);
        Assert.False((await SignIn.CheckTicketAsync(ticket, first, Origin, CancellationToken.None)).IsSuccess);
        Assert.Equal(9, (await Factors.GetAsync(_me, CancellationToken.None)).Value.RecoveryCodesLeft);

        var renewed = (await Factors.RenewRecoveryCodesAsync(_me, CancellationToken.None)).Value;
        Assert.False((await SignIn.CheckTicketAsync(ticket, second, Origin, CancellationToken.None)).IsSuccess);
        Assert.True((await SignIn.CheckTicketAsync(ticket, renewed[9].Reveal(), Origin, CancellationToken.None)).IsSuccess);
    }

    [Fact, Proves("S3")]
    public async Task GuessedCodes_LockTheAccount_AlsoSideBySide_AndARightPasswordForgivesNone()
    {
        await TurnOnAsync();
        var ticket = await TicketAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignIn.CheckTicketAsync(ticket, "000000", Origin, CancellationToken.None)));
        await TicketAsync();
        await SignIn.CheckTicketAsync(ticket, "000000", Origin, CancellationToken.None);

        var user = await _hub.WithDatabaseAsync(db => db.Users.SingleAsync(u => u.Id == _me.UserId));
        Assert.Equal(5, user.AccessFailedCount);
        Assert.Equal(_hub.Clock.GetUtcNow() + TimeSpan.FromMinutes(5), user.LockoutEnd);
        Assert.Equal("auth.code_refused", (await SignIn.CheckTicketAsync(ticket, CodeNow(), Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.refused", (await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S4")]
    public async Task Ticket_EndsAfterMinutes_WithTheStamp_AndCannotBeMadeUp()
    {
        await TurnOnAsync();
        var ticket = await TicketAsync();
        Assert.Equal("auth.ticket_over", (await SignIn.CheckTicketAsync(ticket[..^4] + "AAAA", CodeNow(), Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.ticket_over", (await SignIn.CheckTicketAsync("", CodeNow(), Origin, CancellationToken.None)).Failure?.Code);

        await _hub.ChangeAsync(_hub.User, user => user.SecurityStamp = "another");
        Assert.Equal("auth.ticket_over", (await SignIn.CheckTicketAsync(ticket, CodeNow(), Origin, CancellationToken.None)).Failure?.Code);

        var late = await TicketAsync();
        _hub.Clock.Advance(TimeSpan.FromMinutes(5.1));
        Assert.Equal("auth.ticket_over", (await SignIn.CheckTicketAsync(late, CodeNow(), Origin, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("S5")]
    public async Task Changes_WantAFreshSignIn()
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(Caller.ReauthenticationCode, (await Factors.BeginAsync(_me, CancellationToken.None)).Failure?.Code);
        Assert.Equal(Caller.ReauthenticationCode, (await Factors.PendingAsync(_me, CancellationToken.None)).Failure?.Code);
        Assert.Equal(Caller.ReauthenticationCode, (await Factors.ConfirmAsync(_me, "123456", CancellationToken.None)).Failure?.Code);
        Assert.Equal(Caller.ReauthenticationCode, (await Factors.RenewRecoveryCodesAsync(_me, CancellationToken.None)).Failure?.Code);

        Assert.Equal("auth.refused", (await _hub.Get<BrowserSessions>().ConfirmAsync(_me, "not the password", CancellationToken.None)).Failure?.Code);
        Assert.True((await _hub.Get<BrowserSessions>().ConfirmAsync(_me, AccessHub.Password, CancellationToken.None)).IsSuccess);
        var session = await _hub.Get<UserDirectory>().FindSessionAsync(_me.SessionId!.Value, _me.UserId!.Value, CancellationToken.None);
        Assert.True((await Factors.BeginAsync(_me with { AuthenticatedAt = session!.AuthenticatedAt }, CancellationToken.None)).IsSuccess);
    }

    [Theory, Proves("S5")]
    [InlineData("password")]
    [InlineData("code")]
    [InlineData("recovery")]
    [InlineData("wrong")]
    public async Task TurningOff_WantsThePasswordOrACode(string proof)
    {
        await TurnOnAsync();
        var given = proof switch { "password" => AccessHub.Password, "code" => CodeNow(), "recovery" => _recovery[3].Reveal(), _ => "not the password" };

        var off = await Factors.TurnOffAsync(_me, given, CancellationToken.None);

        Assert.Equal(proof != "wrong", off.IsSuccess);
        Assert.Equal(proof != "wrong", (await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).IsSuccess);
        Assert.Equal(proof == "wrong" ? 1 : 0, await _hub.WithDatabaseAsync(db => db.SecondFactors.CountAsync()));
    }

    [Fact, Proves("S4")]
    public async Task Token_WantsTheCodeToo()
    {
        await TurnOnAsync();
        var tokens = _hub.Get<AccessTokens>();
        Assert.Equal("auth.second_factor_required", (await tokens.ForPasswordAsync(Email, AccessHub.Password, code: null, Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.code_refused", (await tokens.ForPasswordAsync(Email, AccessHub.Password, "000000", Origin, CancellationToken.None)).Failure?.Code);
        Assert.Equal("auth.refused", (await tokens.ForPasswordAsync(Email, "not the password", CodeNow(), Origin, CancellationToken.None)).Failure?.Code);
        Assert.True((await tokens.ForPasswordAsync(Email, AccessHub.Password, CodeNow(), Origin, CancellationToken.None)).IsSuccess);
    }

    [Fact, Proves("L3", "S4")]
    public async Task AdministratorResets_IsAudited_AndEndsSessions_OfTheirOwnMembersOnly()
    {
        await TurnOnAsync();
        var members = _hub.Get<MemberService>();
        Assert.Equal("member.not_found", (await members.ResetSecondFactorAsync(_hub.Stranger, _me.UserId!.Value, CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await members.ResetSecondFactorAsync(_hub.OtherUser, _me.UserId!.Value, CancellationToken.None)).Failure?.Code);
        var stamp = (await _hub.Get<UserDirectory>().FindEnabledAsync(_me.UserId!.Value, CancellationToken.None))!.Stamp;

        var reset = await members.ResetSecondFactorAsync(_hub.Admin, _me.UserId!.Value, CancellationToken.None);

        Assert.False(reset.Value.Member.HasSecondFactor);
        Assert.NotEqual(stamp, (await _hub.Get<UserDirectory>().FindEnabledAsync(_me.UserId!.Value, CancellationToken.None))!.Stamp);
        Assert.Equal("auth.refused", (await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).Failure?.Code);
        var actions = await _hub.WithDatabaseAsync(db => db.AuditEntries.Select(a => a.Action).ToListAsync());
        Assert.Single(actions, "member.second_factor_reset");
        Assert.Single(actions, "second_factor.turned_on");
        Assert.Equal(0, await _hub.WithDatabaseAsync(db => db.RecoveryCodes.CountAsync()));
    }

    [Fact, Proves("L3")]
    public async Task Operator_ResetsAtTheMachine_LiftsTheLock_AndIsAudited()
    {
        await TurnOnAsync();
        await _hub.ChangeAsync(_hub.User, user => user.LockoutEnd = _hub.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        var recovery = _hub.Get<AccountRecovery>();

        Assert.Equal("member.not_found", (await recovery.ResetSecondFactorAsync("nobody@ours.test", CancellationToken.None)).Failure?.Code);
        var reset = (await recovery.ResetSecondFactorAsync(Email, CancellationToken.None)).Value;

        Assert.Equal("auth.refused", (await SignIn.CheckPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).Failure?.Code);
        var link = System.Web.HttpUtility.ParseQueryString(reset.Path.Reveal().Split('?')[1]);
        Assert.True((await _hub.Get<PasswordService>().ChooseAsync(_me.UserId!.Value, link["token"]!, "nine green lanterns", Origin, CancellationToken.None)).IsSuccess);
        Assert.True((await SignIn.CheckPasswordAsync(Email, "nine green lanterns", Origin, CancellationToken.None)).IsSuccess);
        var entry = await _hub.WithDatabaseAsync(db => db.AuditEntries.SingleAsync(a => a.Action == "member.second_factor_reset"));
        Assert.Equal("operator of the hub", entry.ActorName);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task TurnOnAsync()
    {
        var key = (await Factors.BeginAsync(_me, CancellationToken.None)).Value;
        _key = Base32.Decode(key.Typed.Reveal().Replace(" ", "", StringComparison.Ordinal));
        _recovery = (await Factors.ConfirmAsync(_me, CodeNow(), CancellationToken.None)).Value;
        // The code that turned it on is spent.
        _hub.Clock.Advance(TimeSpan.FromSeconds(60));
    }

    private async Task<string> TicketAsync()
    {
        var answer = (await SignIn.AnswerPasswordAsync(Email, AccessHub.Password, Origin, CancellationToken.None)).Value;
        Assert.True(answer.NeedsCode);
        return _hub.Get<SignInTickets>().Create(answer.Who);
    }

    private string CodeNow() => CodeAt(TimeSpan.Zero);

    private string CodeAt(TimeSpan off) => Totp.CodeAt(_key, Totp.StepAt(_hub.Clock.GetUtcNow() + off));
}
