using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Entra;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Linking.Feeds;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

/// <summary>What ends with each act: whatever a page says ended has ended (SECURITY X1).</summary>
public sealed class ResetTests : IAsyncLifetime
{
    private const string Email = "user@ours.test";
    private const string NewPassword = "nine green lanterns";
    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");
    private static readonly MicrosoftIdentity Ada = new("https://login.microsoftonline.com/one/v2.0", "ada", Email);

    private CoreHub _hub = null!;

    private Guid Me => _hub.User.UserId!.Value;

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, Proves("SX1", "S2")]
    [InlineData("new link", "password, session, access token, link, personal token, calendar, passkey, microsoft")]
    [InlineData("administrator resets the second factor", "password, session, access token, link, personal token, calendar, passkey, microsoft")]
    [InlineData("operator resets the second factor", "password, session, access token, link, personal token, calendar, passkey, microsoft")]
    [InlineData("password changed, boxes ticked", "password, session, access token, link, personal token, calendar, passkey, microsoft")]
    [InlineData("password changed, no box ticked", "password, session, access token, link")]
    [InlineData("everywhere, boxes ticked", "session, access token, link, personal token, calendar, passkey, microsoft")]
    [InlineData("everywhere, no box ticked", "session, access token, link")]
    [InlineData("everywhere, tokens ticked", "session, access token, link, personal token, calendar")]
    [InlineData("nothing", "")]
    public async Task Act_EndsExactlyWhatItSays(string act, string ended)
    {
        var accessToken = await _hub.TokenOfAsync(_hub.User);
        var mine = await SessionAsync();
        var personal = (await _hub.Get<ApiTokenService>().CreatePersonalAsync(mine, new NewApiToken("Laptop", TokenScopes.All), default)).Value.Text.Reveal();
        var calendar = (await _hub.Get<CalendarFeedService>().MakeAsync(mine, default)).Value.Reveal();
        Assert.Null((await _hub.Get<PasskeyService>().AddAsync(mine, Key(), "Laptop", default)).Failure);
        Assert.Null((await _hub.Get<MicrosoftAccounts>().LinkAsync(mine, Ada, default)).Failure);
        var link = await LinkAsync();

        await ActAsync(act, mine);

        var seen = new List<string>();
        await NoteAsync("password", async () => (await _hub.Get<SignInService>().CheckPasswordAsync(Email, AccessHub.Password, Origin, default)).IsSuccess);
        await NoteAsync("session", async () => await IsOpenAsync(mine));
        await NoteAsync("access token", async () => await _hub.WhoIsAsync(accessToken) is not null);
        // Choosing by the link would end what is asked after it.
        await NoteAsync("link", async () => await _hub.Get<PasswordLinks>().IsValidAsync(await UserAsync(), link));
        await NoteAsync("personal token", async () => await _hub.WhoIsAsync(personal) is not null);
        await NoteAsync("calendar", async () => (await _hub.Get<CalendarFeedService>().OpenAsync(calendar, default)).IsSuccess);
        await NoteAsync("passkey", async () => (await _hub.Get<PasskeyService>().SignInAsync(Me, Key(), Origin, default)).IsSuccess);
        await NoteAsync("microsoft", async () => (await _hub.Get<MicrosoftAccounts>().SignInAsync(Ada, Origin, default)).IsSuccess);
        Assert.Equal(ended, string.Join(", ", seen));

        async Task NoteAsync(string credential, Func<Task<bool>> opens)
        {
            if (!await opens())
            {
                seen.Add(credential);
            }
        }
    }

    [Fact, Proves("SX1")]
    public async Task NewLink_LetsThePersonChooseAPassword_AndKeepsTheirSecondFactor()
    {
        await _hub.SetPasswordAsync(_hub.User);
        await _hub.ChangeAsync(_hub.User, user => (user.TwoFactorEnabled, user.LockoutEnd) = (true, _hub.Clock.GetUtcNow() + TimeSpan.FromMinutes(30)));

        var invited = (await _hub.Get<MemberService>().InviteAgainAsync(_hub.InSession(_hub.Admin), Me, default)).Value;

        Assert.True(invited.Member.HasSecondFactor);
        Assert.True((await ChooseAsync(invited)).IsSuccess);
        Assert.Equal("auth.second_factor_required", (await _hub.Get<AccessTokens>().ForPasswordAsync(Email, NewPassword, code: null, Origin, default)).Failure?.Code);
    }

    [Fact, Proves("SX1")]
    public async Task PasswordBeingChosenByAnEarlierLink_IsNotSavedOverAReset()
    {
        var former = await LinkAsync();
        await using var slow = await _hub.Get<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();
        var seen = await slow.Users.SingleAsync(u => u.Id == Me);

        await _hub.Get<MemberService>().InviteAgainAsync(_hub.InSession(_hub.Admin), Me, default);
        seen.PasswordHash = "chosen by the earlier link";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => slow.SaveChangesAsync());
        Assert.False(await _hub.Get<PasswordLinks>().IsValidAsync(await UserAsync(), former));
    }

    [Fact, Proves("SX1")]
    public async Task Everywhere_WhoHasNoPassword_KeepsTheirOtherWaysToSignIn()
    {
        var mine = await SessionAsync();
        await _hub.Get<MicrosoftAccounts>().LinkAsync(mine, Ada, default);
        await _hub.ChangeAsync(_hub.User, user => user.PasswordHash = null);

        await _hub.Get<SessionService>().EndAllAsync(mine, WaysIn.All, default);

        Assert.True((await _hub.Get<MicrosoftAccounts>().SignInAsync(Ada, Origin, default)).IsSuccess);
    }

    private async Task ActAsync(string act, Caller mine)
    {
        var admin = _hub.InSession(_hub.Admin);
        var refused = act switch
        {
            "new link" => (await _hub.Get<MemberService>().InviteAgainAsync(admin, Me, default)).Failure,
            "administrator resets the second factor" => (await _hub.Get<MemberService>().ResetSecondFactorAsync(admin, Me, default)).Failure,
            "operator resets the second factor" => (await _hub.Get<AccountRecovery>().ResetSecondFactorAsync(Email, default)).Failure,
            "password changed, boxes ticked" => (await _hub.Get<PasswordService>().ChangeAsync(mine, AccessHub.Password, NewPassword, WaysIn.All, default)).Failure,
            "password changed, no box ticked" => (await _hub.Get<PasswordService>().ChangeAsync(mine, AccessHub.Password, NewPassword, WaysIn.None, default)).Failure,
            "everywhere, boxes ticked" => (await _hub.Get<SessionService>().EndAllAsync(mine, WaysIn.All, default)).Failure,
            "everywhere, no box ticked" => (await _hub.Get<SessionService>().EndAllAsync(mine, WaysIn.None, default)).Failure,
            "everywhere, tokens ticked" => (await _hub.Get<SessionService>().EndAllAsync(mine, WaysIn.Tokens, default)).Failure,
            _ => null,
        };
        Assert.Null(refused);
    }

    private async Task<Caller> SessionAsync()
    {
        var who = (await _hub.Get<UserDirectory>().FindEnabledAsync(Me, default))!;
        var session = await _hub.Get<BrowserSessions>().OpenAsync(who, SignInProof.Password, endSession: null, Origin, default);
        _stamp = who.Stamp;
        return _hub.User with { SessionId = session.Id, AuthenticatedAt = session.AuthenticatedAt };
    }

    private string _stamp = "";

    // As a cookie is confirmed: the session is open, and the stamp is the one that it was opened under.
    private async Task<bool> IsOpenAsync(Caller mine) =>
        await _hub.Get<UserDirectory>().FindEnabledAsync(Me, default) is { } who && who.Stamp == _stamp
        && await _hub.Get<UserDirectory>().FindSessionAsync(mine.SessionId!.Value, Me, default) is not null;

    private async Task<string> LinkAsync() =>
        System.Web.HttpUtility.ParseQueryString((await _hub.Get<PasswordLinks>().CreateAsync(await UserAsync())).Reveal().Split('?')[1])["token"]!;

    private Task<User> UserAsync() => _hub.WithDatabaseAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == Me));

    private Task<Result<Done>> ChooseAsync(Invitation invitation)
    {
        var query = System.Web.HttpUtility.ParseQueryString(invitation.Path.Reveal().Split('?')[1]);
        return _hub.Get<PasswordService>().ChooseAsync(Me, query["token"]!, NewPassword, Origin, default);
    }

    private static UserPasskeyInfo Key() => new([1], [1, 2, 3], DateTimeOffset.UnixEpoch, 0, ["internal"], isUserVerified: true, isBackupEligible: true, isBackedUp: false, [4], [5]);
}
