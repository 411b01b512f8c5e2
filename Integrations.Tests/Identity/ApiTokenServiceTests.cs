using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class ApiTokenServiceTests : IAsyncLifetime
{
    private CoreHub _hub = null!;

    private ApiTokenService Tokens => _hub.Get<ApiTokenService>();

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    [Fact, Proves("T6")]
    public async Task PersonalToken_Works_IsHashedAtRest_AndDiesOnRevocation()
    {
        var created = (await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new("Laptop", TokenScopes.Read), CancellationToken.None)).Value;
        var text = created.Text.Reveal();
        Assert.StartsWith("itg_", text, StringComparison.Ordinal);
        Assert.Equal(47, text.Length);

        var caller = (await _hub.WhoIsAsync(text))!;
        Assert.Equal(_hub.User.UserId, caller.UserId);
        Assert.NotNull(caller.Must(KnownPermissions.ChangeLinks));
        var row = await _hub.WithDatabaseAsync(db => db.ApiTokens.SingleAsync());
        Assert.DoesNotContain(text, string.Join('|', row.Hash, row.Hint, row.Name), StringComparison.Ordinal);
        Assert.NotNull(row.LastUsedAt);
        Assert.Equal(_hub.Clock.GetUtcNow().AddDays(90), row.ExpiresAt);

        Assert.True((await Tokens.RevokeAsync(_hub.User, created.Row.Id, CancellationToken.None)).IsSuccess);
        Assert.Null(await _hub.WhoIsAsync(text));
    }

    [Fact, Proves("T6")]
    public async Task TokenInUse_IsRefusedAtItsNextUse_WhereverItOrItsOrganizationWasEnded()
    {
        var created = (await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new("Laptop", TokenScopes.Read), CancellationToken.None)).Value;
        var (text, organization) = (created.Text.Reveal(), _hub.User.OrganizationId);
        Assert.NotNull(await _hub.WhoIsAsync(text));
        Assert.NotNull(await _hub.WhoIsAsync(text));

        // As another node, or a command beside this program, does it: nothing here is told.
        await SetAsync(disabled: _hub.Clock.GetUtcNow(), revoked: null);
        Assert.Null(await _hub.WhoIsAsync(text));
        await SetAsync(disabled: null, revoked: null);
        Assert.NotNull(await _hub.WhoIsAsync(text));
        await SetAsync(disabled: null, revoked: _hub.Clock.GetUtcNow());
        Assert.Null(await _hub.WhoIsAsync(text));

        Task SetAsync(DateTimeOffset? disabled, DateTimeOffset? revoked) => _hub.WithDatabaseAsync(async db =>
        {
            await db.Organizations.Where(o => o.Id == organization).ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, disabled));
            return await db.ApiTokens.Where(t => t.Id == created.Row.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, revoked));
        });
    }

    [Fact]
    public async Task OrganizationsKey_SaysWhoMadeIt_AndGoesOnWhenTheyLeave()
    {
        var key = (await Tokens.CreateForOrganizationAsync(_hub.InSession(_hub.Admin), new("Deploy", TokenScopes.All), CancellationToken.None)).Value;
        var token = (await _hub.Get<AccessTokens>().ForClientAsync(key.Row.ClientId!, key.Text.Reveal(), CancellationToken.None)).Value.Token.Reveal();
        Assert.False(await HasLeftAsync());

        await _hub.ChangeAsync(_hub.Admin, user => user.DisabledAt = _hub.Clock.GetUtcNow());

        Assert.True(await HasLeftAsync());
        var caller = (await _hub.WhoIsAsync(token))!;
        Assert.True((await Tokens.FindMakerAsync(caller, CancellationToken.None))!.HasLeft);
        Assert.Null(await Tokens.FindMakerAsync(_hub.User, CancellationToken.None));

        async Task<bool> HasLeftAsync()
        {
            var listed = Assert.Single((await Tokens.ListAsync(_hub.Admin, new PageRequest(), CancellationToken.None)).Value.Items);
            Assert.NotEmpty(listed.Maker!.Name);
            return listed.Maker.HasLeft;
        }
    }

    [Fact, Proves("T6")]
    public async Task Token_AfterItsExpiry_IsRefused()
    {
        var created = (await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new("Short", TokenScopes.All, TimeSpan.FromDays(1)), CancellationToken.None)).Value;
        _hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(await _hub.WhoIsAsync(created.Text.Reveal()));
    }

    [Fact, Proves("A10")]
    public async Task NobodyGivesMoreThanTheyHold()
    {
        var reader = _hub.InSession(_hub.Admin) with { Scopes = TokenScopes.ReadWrite };

        Assert.Equal("permission_denied", (await Tokens.CreatePersonalAsync(reader, new("x", TokenScopes.All), CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await Tokens.CreateForOrganizationAsync(_hub.InSession(_hub.User), new("x", TokenScopes.Read), CancellationToken.None)).Failure!.Code);
    }

    [Fact, Proves("S5")]
    public async Task StaleSession_MustConfirmThePassword_AndATokenMakesNoTokens()
    {
        var stale = _hub.InSession(_hub.User);
        _hub.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(Caller.ReauthenticationCode, (await Tokens.CreatePersonalAsync(stale, new("x", TokenScopes.Read), CancellationToken.None)).Failure!.Code);

        var token = (await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new("a", TokenScopes.All), CancellationToken.None)).Value;
        var asToken = (await _hub.WhoIsAsync(token.Text.Reveal()))!;
        Assert.Equal("permission_denied", (await Tokens.CreatePersonalAsync(asToken, new("b", TokenScopes.Read), CancellationToken.None)).Failure!.Code);
    }

    [Theory, Proves("T6")]
    [InlineData("", 1, 30)]
    [InlineData("ok", 0, 30)]
    [InlineData("ok", 32, 30)]
    [InlineData("ok", 1, 0)]
    [InlineData("ok", 1, 366)]
    public async Task Create_OutOfRange_NamesTheField(string name, int scopes, int days)
    {
        var refused = await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new(name, (TokenScopes)scopes, TimeSpan.FromDays(days)), CancellationToken.None);
        Assert.NotEmpty(refused.Failure!.Fields!);
    }

    [Fact, Proves("A1")]
    public async Task List_ShowsOwnTokens_AndAdministratorsTheOrganizations_NeverAnothers()
    {
        await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new("user's", TokenScopes.Read), CancellationToken.None);
        await Tokens.CreateForOrganizationAsync(_hub.InSession(_hub.Admin), new("org's", TokenScopes.Read), CancellationToken.None);
        var foreign = (await Tokens.CreatePersonalAsync(_hub.InSession(_hub.Stranger), new("stranger's", TokenScopes.Read), CancellationToken.None)).Value;

        Assert.Equal(["user's"], await NamesAsync(_hub.User));
        Assert.Equal(["org's", "user's"], (await NamesAsync(_hub.Admin)).Order(StringComparer.Ordinal));
        Assert.Empty(await NamesAsync(_hub.OtherUser));
        Assert.Equal("token.not_found", (await Tokens.RevokeAsync(_hub.Admin, foreign.Row.Id, CancellationToken.None)).Failure!.Code);
    }

    [Fact, Proves("L3")]
    public async Task CreateAndRevoke_AreAuditedOnceEach_WithoutTheToken()
    {
        var created = (await Tokens.CreatePersonalAsync(_hub.InSession(_hub.User), new("Laptop", TokenScopes.Read), CancellationToken.None)).Value;
        await Tokens.RevokeAsync(_hub.User, created.Row.Id, CancellationToken.None);
        await Tokens.RevokeAsync(_hub.User, created.Row.Id, CancellationToken.None);

        var entries = await _hub.WithDatabaseAsync(db => db.AuditEntries.OrderBy(a => a.Id).ToListAsync());
        Assert.Equal(["token.created", "token.revoked"], entries.Select(entry => entry.Action).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(entries, entry => (entry.After ?? "").Contains(created.Text.Reveal()[4..], StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task<IEnumerable<string>> NamesAsync(Caller caller) =>
        (await Tokens.ListAsync(caller, new PageRequest(), CancellationToken.None)).Value.Items.Select(row => row.Name);
}
