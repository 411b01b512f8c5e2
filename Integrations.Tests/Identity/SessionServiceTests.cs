using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class SessionServiceTests : IAsyncLifetime
{
    private static readonly SignInOrigin Origin = new("192.0.2.7", "request-1", "A browser");

    private CoreHub _hub = null!;

    private SessionService Sessions => _hub.Get<SessionService>();

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task List_TellsTheOpenOnes_AndWhichOneAsks()
    {
        var (first, second) = (await OpenAsync(_hub.User), await OpenAsync(_hub.User));
        await OpenAsync(_hub.OtherUser);
        await _hub.Get<BrowserSessions>().EndAsync(first, first.SessionId!.Value, CancellationToken.None);

        var open = await Sessions.ListAsync(second, CancellationToken.None);

        Assert.Equal((second.SessionId!.Value, true), Assert.Single(open.Value.Select(s => (s.Id, s.IsCurrent))));
    }

    [Fact, Proves("S2")]
    public async Task EndAll_EndsEverySessionAndToken_OfThatPersonOnly()
    {
        var (mine, others) = (await OpenAsync(_hub.User), await OpenAsync(_hub.OtherUser));
        await OpenAsync(_hub.User);
        var token = await _hub.TokenOfAsync(_hub.User);
        Assert.NotNull(await _hub.WhoIsAsync(token));

        Assert.True((await Sessions.EndAllAsync(mine, WaysIn.None, CancellationToken.None)).IsSuccess);

        Assert.Empty((await Sessions.ListAsync(mine, CancellationToken.None)).Value);
        Assert.Null(await _hub.WhoIsAsync(token));
        Assert.Single((await Sessions.ListAsync(others, CancellationToken.None)).Value);
        Assert.Equal(1, await _hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(e => e.Action == "session.signed_out_everywhere")));
    }

    [Fact]
    public async Task EndAll_ByAToken_IsRefused() =>
        Assert.Equal("permission_denied", (await Sessions.EndAllAsync(_hub.User, WaysIn.All, CancellationToken.None)).Failure!.Code);

    [Fact, Proves("S2")]
    public async Task EndOne_AndEndOthers_EndWhatTheySay_OfTheCallerOnly()
    {
        var (mine, second, third) = (await OpenAsync(_hub.User), await OpenAsync(_hub.User), await OpenAsync(_hub.User));
        var others = await OpenAsync(_hub.OtherUser);

        Assert.Equal("session.not_found", (await Sessions.EndAsync(mine, others.SessionId!.Value, CancellationToken.None)).Failure?.Code);
        Assert.True((await Sessions.EndAsync(mine, second.SessionId!.Value, CancellationToken.None)).IsSuccess);
        Assert.Null(await _hub.Get<UserDirectory>().FindSessionAsync(second.SessionId!.Value, mine.UserId!.Value, CancellationToken.None));
        Assert.True((await Sessions.EndOthersAsync(mine, CancellationToken.None)).IsSuccess);

        Assert.Equal(mine.SessionId, Assert.Single((await Sessions.ListAsync(mine, CancellationToken.None)).Value).Id);
        Assert.Null(await _hub.Get<UserDirectory>().FindSessionAsync(third.SessionId!.Value, mine.UserId!.Value, CancellationToken.None));
        Assert.Single((await Sessions.ListAsync(others, CancellationToken.None)).Value);
        Assert.Equal("session.not_found", (await Sessions.EndOthersAsync(mine, CancellationToken.None)).Failure?.Code);
        var actions = await _hub.WithDatabaseAsync(db => db.AuditEntries.Select(a => a.Action).Order().ToListAsync());
        Assert.Equal(["session.ended", "session.ended_others"], actions);
    }

    [Fact]
    public async Task List_TellsBrowserAndLastSeen()
    {
        var mine = await OpenAsync(_hub.User);
        _hub.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.NotNull(await _hub.Get<UserDirectory>().FindSessionAsync(mine.SessionId!.Value, mine.UserId!.Value, CancellationToken.None));

        var row = Assert.Single((await Sessions.ListAsync(mine, CancellationToken.None)).Value);

        Assert.Equal(("A browser", _hub.Clock.GetUtcNow()), (row.Browser, row.LastSeenAt));
    }

    private async Task<Caller> OpenAsync(Caller caller)
    {
        var who = await _hub.Get<Core.Identity.UserDirectory>().FindEnabledAsync(caller.UserId!.Value, CancellationToken.None);
        var session = await _hub.Get<BrowserSessions>().OpenAsync(who!, SignInProof.Password, endSession: null, Origin, CancellationToken.None);
        return caller with { SessionId = session.Id };
    }
}
