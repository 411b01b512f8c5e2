using System.Net;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Tests.Api.Mcp;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Auth;

/// <summary>What administrators do with programs after they were entered: new secrets, and those that members let in.</summary>
public sealed class ProgramAdministrationTests(McpHub hub) : IClassFixture<McpHub>
{
    private const string Redirect = "http://127.0.0.1/callback";
    private static readonly CancellationToken None = CancellationToken.None;

    private ProgramService Programs => hub.Get<ProgramService>();

    [Fact]
    public async Task NewSecret_Works_TheFormerOneForADay_AndTheOneBeforeThatNotAtAll()
    {
        var first = await ServiceAsync("Renewed");
        var second = (await Programs.RenewSecretAsync(hub.Admin, first.Row.Id, endFormer: false, None)).Value;
        Assert.Equal("200 200", await StatusesAsync(first, first.Secret!.Reveal(), second.Secret!.Reveal()));

        var third = (await Programs.RenewSecretAsync(hub.Admin, first.Row.Id, endFormer: false, None)).Value;
        Assert.Equal("401 200 200", await StatusesAsync(first, first.Secret!.Reveal(), second.Secret!.Reveal(), third.Secret!.Reveal()));

        await PutBackAsync(first.Row.Id, ProgramClient.SecretOverlap);
        Assert.Equal("401 200", await StatusesAsync(first, second.Secret!.Reveal(), third.Secret!.Reveal()));
    }

    [Fact]
    public async Task NewSecretAfterALeak_EndsTheFormerOneAtOnce_AndLivesAYearFromThen()
    {
        var first = await ServiceAsync("Leaked");
        var second = (await Programs.RenewSecretAsync(hub.Admin, first.Row.Id, endFormer: true, None)).Value;

        Assert.Equal("401 200", await StatusesAsync(first, first.Secret!.Reveal(), second.Secret!.Reveal()));
        Assert.True(second.Row.SecretEndsAt > first.Row.SecretEndsAt);
        await PutBackAsync(first.Row.Id, ProgramClient.SecretLifetime);
        Assert.Equal("401", await StatusesAsync(first, second.Secret!.Reveal()));
    }

    [Fact]
    public async Task NewSecret_IsForAnAdministratorInTheirBrowser_OfTheProgramsOwnOrganization_AndForProgramsThatHaveOne()
    {
        var service = await ServiceAsync("Kept");
        var walker = (await Programs.RegisterAsync(hub.Admin, new NewProgram("Walker", TokenScopes.Mcp) { Redirects = [Redirect] }, None)).Value;

        Assert.Equal("permission_denied", await CodeAsync(hub.User, service.Row.Id));
        Assert.Equal("permission_denied", await CodeAsync(hub.Hub.AdminCaller with { TokenId = Guid.NewGuid() }, service.Row.Id));
        Assert.Equal(Caller.ReauthenticationCode, await CodeAsync(hub.Admin with { AuthenticatedAt = DateTimeOffset.UnixEpoch }, service.Row.Id));
        Assert.Equal("programs.not_found", await CodeAsync(hub.Stranger, service.Row.Id));
        Assert.Equal("programs.no_secret", await CodeAsync(hub.Admin, walker.Row.Id));
        await Programs.RevokeAsync(hub.Admin, service.Row.Id, None);
        Assert.Equal("programs.not_found", await CodeAsync(hub.Admin, service.Row.Id));
        Assert.Equal("401", await StatusesAsync(service, service.Secret!.Reveal()));
    }

    [Fact]
    public async Task ProgramsThatMembersLetIn_AreSeenByTheirAdministrator_WhoSignsOneOutForOneMember()
    {
        var created = (await Programs.RegisterAsync(hub.Admin, new NewProgram("Shared", TokenScopes.Mcp) { Redirects = [Redirect] }, None)).Value;
        var program = new OAuthProgram(hub.Hub.App, created.Row.ClientId, Redirect);
        var (ofUser, ofAdmin) = (await SignInAsync(program, ApiHub.UserEmail), await SignInAsync(program, ApiHub.AdminEmail));
        var members = hub.Get<MemberPrograms>();

        var listed = (await members.ListAsync(hub.Admin, None)).Value.Where(row => row.Program.Id == created.Row.Id).ToList();
        Assert.Equal(new[] { hub.User.UserId, hub.Admin.UserId }.Order(), listed.Select(row => (Guid?)row.Program.UserId).Order());
        Assert.All(listed, row => Assert.NotEmpty(row.Person));
        Assert.Equal("permission_denied", (await members.ListAsync(hub.User, None)).Failure?.Code);
        Assert.DoesNotContain((await members.ListAsync(hub.Stranger, None)).Value, row => row.Program.Id == created.Row.Id);
        Assert.Equal("permission_denied", (await members.RevokeAsync(hub.User, created.Row.Id, hub.Admin.UserId!.Value, None)).Failure?.Code);
        Assert.Equal("programs.not_found", (await members.RevokeAsync(hub.Stranger, created.Row.Id, hub.User.UserId!.Value, None)).Failure?.Code);

        Assert.True((await members.RevokeAsync(hub.Admin, created.Row.Id, hub.User.UserId!.Value, None)).IsSuccess);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await program.CallAsync(ofUser.Access), await program.CallAsync(ofAdmin.Access)));
        Assert.True((await program.RefreshAsync(ofUser.Refresh!)).IsRefused);
        Assert.Equal(hub.Admin.UserId, Assert.Single((await members.ListAsync(hub.Admin, None)).Value, row => row.Program.Id == created.Row.Id).Program.UserId);
        Assert.True((await members.RevokeAsync(hub.Admin, created.Row.Id, hub.User.UserId!.Value, None)).IsSuccess);
    }

    private async Task<CreatedProgram> ServiceAsync(string name) => (await Programs.RegisterAsync(hub.Admin, new NewProgram(name, TokenScopes.Read) { IsService = true }, None)).Value;

    private async Task<string?> CodeAsync(Caller caller, Guid program) => (await Programs.RenewSecretAsync(caller, program, endFormer: false, None)).Failure?.Code;

    private async Task<TokenAnswer> SignInAsync(OAuthProgram program, string email)
    {
        using var browser = await hub.Hub.App.SignedInAsync(email);
        return await program.SignInAsync(browser);
    }

    private async Task<string> StatusesAsync(CreatedProgram program, params string[] secrets)
    {
        var statuses = new List<int>();
        foreach (var secret in secrets)
        {
            statuses.Add((await new OAuthProgram(hub.Hub.App, program.Row.ClientId, Redirect, secret).ServeAsync()).Status);
        }

        return string.Join(' ', statuses);
    }

    /// <summary>As if that much time had gone by since the secret was renewed.</summary>
    private Task<int> PutBackAsync(Guid programId, TimeSpan time) => hub.WithDatabaseAsync(async db =>
    {
        var program = await db.Set<ProgramClient>().SingleAsync(c => c.Id == programId);
        var secret = ProgramSecret.Of(program);
        (secret with { Renewed = secret.Renewed - time, FormerUntil = secret.FormerUntil - time }).PutInto(program);
        return await db.SaveChangesAsync();
    });
}
