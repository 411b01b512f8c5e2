using System.Security.Cryptography;
using System.Text;
using System.Web;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Setup;

/// <summary>The first account of a hub that has none: one, by one address, once.</summary>
public sealed class FirstRunTests
{
    private static readonly SignInOrigin Origin = new("192.0.2.9", "request-9");

    [Theory, InlineData(false), InlineData(true)]
    public async Task Address_IsStoredHashed_AndMakesTheFirstAccountOnce(bool onPostgres)
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres);
        var firstRun = hub.Get<FirstRun>();
        Assert.True(await firstRun.IsNeededAsync(CancellationToken.None));
        var token = await hub.TokenAsync();

        var stored = await hub.WithDatabaseAsync(db => db.SetupLinks.AsNoTracking().SingleAsync());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), stored.TokenHash);
        Assert.True(token.Length >= 43);
        Assert.Null(await firstRun.CheckAsync(token, Origin, CancellationToken.None));

        var made = (await firstRun.CompleteAsync(token, EmptyHub.Wanted(), Origin, CancellationToken.None)).Value;

        Assert.Equal(Role.SuperAdmin, made.SuperAdministrator.Role);
        Assert.Equal("First organization", made.SuperAdministrator.OrganizationName);
        Assert.Null(made.Administrator);
        Assert.Equal("setup.over", (await firstRun.CompleteAsync(token, EmptyHub.Wanted("second@ours.test"), Origin, CancellationToken.None)).Failure!.Code);
        Assert.Equal("setup.over", (await hub.Node().CheckAsync(token, Origin, CancellationToken.None))!.Code);
        Assert.Null(await firstRun.RenewAsync(CancellationToken.None));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Users.CountAsync()));
        var who = await hub.Get<SignInService>().CheckPasswordAsync("first@ours.test", EmptyHub.Password, Origin, CancellationToken.None);
        Assert.Equal(made.SuperAdministrator.Id, who.Value.Id);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task TwoNodesAndManyBrowsersAtOnce_MakeExactlyOneAccount(bool onPostgres)
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres);
        var token = await hub.TokenAsync();
        var nodes = new[] { hub.Node(), hub.Node() };
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var browsers = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await nodes[i % 2].CompleteAsync(token, EmptyHub.Wanted($"person{i}@ours.test", organization: $"Organization {i}"), Origin, CancellationToken.None);
        })).ToList();

        start.SetResult();
        var ended = await Task.WhenAll(browsers);

        Assert.Single(ended, result => result.IsSuccess);
        // Some may be told to come again: passwords are hashed on half the cores.
        Assert.All(ended.Where(result => !result.IsSuccess), result => Assert.Contains(result.Failure!.Code, (string[])["setup.over", "setup.link_invalid", "auth.busy"]));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Users.CountAsync()));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Organizations.CountAsync()));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "hub.set_up")));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "organization.created")));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task TwoNodesThatStartAtOnce_HaveOneAddressThatWorks(bool onPostgres)
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres);
        var paths = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => hub.Node().RenewAsync(CancellationToken.None))));

        var works = 0;
        foreach (var path in paths)
        {
            works += await hub.Node().CheckAsync(path!.Reveal().Split('=')[1], Origin, CancellationToken.None) is null ? 1 : 0;
        }

        Assert.Equal(1, works);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.SetupLinks.CountAsync()));
    }

    [Fact]
    public async Task Address_IsOver_AfterAnHour_AndWhenItIsRenewed()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var firstRun = hub.Get<FirstRun>();
        var first = await hub.TokenAsync();
        var second = await hub.TokenAsync();
        Assert.Equal("setup.link_invalid", (await firstRun.CheckAsync(first, Origin, CancellationToken.None))!.Code);
        Assert.Null(await firstRun.CheckAsync(second, Origin, CancellationToken.None));

        hub.Clock.Advance(FirstRun.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Null(await firstRun.CheckAsync(second, Origin, CancellationToken.None));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("setup.link_invalid", (await firstRun.CompleteAsync(second, EmptyHub.Wanted(), Origin, CancellationToken.None)).Failure!.Code);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Users.CountAsync()));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Guesses_AreCounted_AndBeyondTheBoundTheRightTokenIsRefusedToo(bool onPostgres)
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres);
        var token = await hub.TokenAsync();
        var guesses = await Task.WhenAll(Enumerable.Range(0, FirstRun.MostGuesses + 20).Select(i => Task.Run(() => hub.Node().CheckAsync($"guess-{i}", Origin, CancellationToken.None))));

        Assert.All(guesses, refused => Assert.Equal("setup.link_invalid", refused!.Code));
        Assert.Equal(FirstRun.MostGuesses, await hub.WithDatabaseAsync(db => db.SetupLinks.Select(l => l.Guesses).SingleAsync()));
        Assert.Equal("setup.link_invalid", (await hub.Get<FirstRun>().CompleteAsync(token, EmptyHub.Wanted(), Origin, CancellationToken.None)).Failure!.Code);

        Assert.True((await hub.Get<FirstRun>().CompleteAsync(await hub.TokenAsync(), EmptyHub.Wanted(), Origin, CancellationToken.None)).IsSuccess);
    }

    [Fact]
    public async Task RightToken_IsNotCountedAsAGuess()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var token = await hub.TokenAsync();
        Assert.Null(await hub.Get<FirstRun>().CheckAsync(token, Origin, CancellationToken.None));
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.SetupLinks.Select(l => l.Guesses).SingleAsync()));
    }

    [Theory]
    [InlineData("not an address", EmptyHub.Password, "First", "email")]
    [InlineData("a@ours.test", "password1234", "First", "password")]
    [InlineData("a@ours.test", "short", "First", "password")]
    [InlineData("a@ours.test", EmptyHub.Password, "  ", "organization")]
    public async Task WrongEntry_NamesTheField_AndKeepsTheAddress(string email, string password, string organization, string field)
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var token = await hub.TokenAsync();

        var refused = await hub.Get<FirstRun>().CompleteAsync(token, EmptyHub.Wanted(email, password, organization), Origin, CancellationToken.None);

        Assert.Equal(field, Assert.Single(refused.Failure!.Fields!).Key);
        Assert.True((await hub.Get<FirstRun>().CompleteAsync(token, EmptyHub.Wanted(), Origin, CancellationToken.None)).IsSuccess);
    }

    [Fact]
    public async Task PasskeyInPlaceOfAPassword_OpensTheAccount_AndStaysUntilSomethingElseDoes()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var (id, token) = (Guid.CreateVersion7(), await hub.TokenAsync());
        FirstRunRequest With(bool isUnlocked) => EmptyHub.Wanted() with { Password = null, Passkey = new FirstPasskey(id, Key(isUnlocked)) };

        Assert.Equal("password", Assert.Single((await hub.Get<FirstRun>().CompleteAsync(token, With(isUnlocked: false), Origin, CancellationToken.None)).Failure!.Fields!).Key);
        var who = (await hub.Get<FirstRun>().CompleteAsync(token, With(isUnlocked: true), Origin, CancellationToken.None)).Value.SuperAdministrator;

        Assert.Equal(id, who.Id);
        var (passkeys, passwords) = (hub.Get<PasskeyService>(), hub.Get<PasswordService>());
        Assert.Equal(id, (await passkeys.SignInAsync(id, Key(), Origin, CancellationToken.None)).Value.Id);
        var caller = new Caller(id, who.OrganizationId, who.Role) { SessionId = Guid.CreateVersion7(), AuthenticatedAt = hub.Clock.GetUtcNow() };
        var only = Assert.Single((await passkeys.ListAsync(caller, CancellationToken.None)).Value).Id;
        Assert.False(await passwords.HasOneAsync(caller, CancellationToken.None));
        Assert.Equal("passkey.last", (await passkeys.RemoveAsync(caller, only, CancellationToken.None)).Failure?.Code);

        var stale = caller with { AuthenticatedAt = hub.Clock.GetUtcNow().AddMinutes(-11) };
        Assert.Equal(Caller.ReauthenticationCode, (await passwords.ChangeAsync(stale, "", EmptyHub.Password, WaysIn.None, CancellationToken.None)).Failure?.Code);
        Assert.True((await passwords.ChangeAsync(caller, "", EmptyHub.Password, WaysIn.None, CancellationToken.None)).IsSuccess);
        Assert.True((await passkeys.RemoveAsync(caller, only, CancellationToken.None)).IsSuccess);
        Assert.True((await hub.Get<SignInService>().CheckPasswordAsync("first@ours.test", EmptyHub.Password, Origin, CancellationToken.None)).IsSuccess);
        // From now on the present one is asked for.
        Assert.Equal(SessionService.PasswordRefusedCode, (await passwords.ChangeAsync(caller, "", "nine green lanterns", WaysIn.None, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task AnotherPersonAdministersTheOrganization_AndGetsALinkThatWorksOnce()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var wanted = EmptyHub.Wanted() with { Administrator = new NewMember("admin@ours.test", "Other Person", Role.TenantAdmin) };

        var made = (await hub.Get<FirstRun>().CompleteAsync(await hub.TokenAsync(), wanted, Origin, CancellationToken.None)).Value;

        Assert.Null(made.SuperAdministrator.OrganizationId);
        Assert.Equal(Role.TenantAdmin, made.Administrator!.Member.Role);
        var query = HttpUtility.ParseQueryString(made.Administrator.Path.Reveal().Split('?')[1]);
        var passwords = hub.Get<PasswordService>();
        Assert.True((await passwords.ChooseAsync(Guid.Parse(query["user"]!), query["token"]!, "nine green lanterns", Origin, CancellationToken.None)).IsSuccess);
        Assert.False((await passwords.ChooseAsync(Guid.Parse(query["user"]!), query["token"]!, "ten green lanterns", Origin, CancellationToken.None)).IsSuccess);
        var admin = (await hub.Get<SignInService>().CheckPasswordAsync("admin@ours.test", "nine green lanterns", Origin, CancellationToken.None)).Value;
        Assert.Equal("First organization", admin.OrganizationName);
    }

    [Fact]
    public async Task OnePerson_AdministersTheHubAndTheOrganization()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var who = (await hub.Get<FirstRun>().CompleteAsync(await hub.TokenAsync(), EmptyHub.Wanted(), Origin, CancellationToken.None)).Value.SuperAdministrator;
        var caller = new Caller(who.Id, who.OrganizationId, who.Role) { DisplayName = who.Email };

        Assert.Equal([Roles.SuperAdmin, Roles.TenantAdmin, Roles.User], caller.RoleNames);
        Assert.Equal([Roles.SuperAdmin], (caller with { OrganizationId = null }).RoleNames);
        Assert.True((await hub.Get<MemberService>().InviteAsync(caller, new("new@ours.test", "New One", Role.User), CancellationToken.None)).IsSuccess);
        Assert.Equal(1, (await hub.Get<OrganizationService>().ListAsync(caller, new PageRequest(), CancellationToken.None)).Value.Total);
    }

    [Fact, Proves("A10")]
    public async Task SuperAdministratorInAnOrganization_IsNotItsAdministratorsToChange_AndTheLastOneStays()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var who = (await hub.Get<FirstRun>().CompleteAsync(await hub.TokenAsync(), EmptyHub.Wanted(), Origin, CancellationToken.None)).Value.SuperAdministrator;
        var super = new Caller(who.Id, who.OrganizationId, who.Role) { DisplayName = who.Email };
        var members = hub.Get<MemberService>();
        var invited = (await members.InviteAsync(super, new("admin@ours.test", "Admin", Role.TenantAdmin), CancellationToken.None)).Value.Member;
        var admin = new Caller(invited.Id, who.OrganizationId, Role.TenantAdmin) { DisplayName = invited.Email };

        Assert.Equal("permission_denied", (await members.InviteAgainAsync(admin, who.Id, CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await members.ResetSecondFactorAsync(admin, who.Id, CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await members.DisableAsync(admin, who.Id, CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await members.ChangeRoleAsync(admin, who.Id, Role.User, CancellationToken.None)).Failure!.Code);
        Assert.Equal("member.last_super_administrator", (await members.DisableAsync(super, who.Id, CancellationToken.None)).Failure!.Code);
        Assert.Equal("member.last_super_administrator", (await members.ChangeRoleAsync(super, who.Id, Role.TenantAdmin, CancellationToken.None)).Failure!.Code);
        // They count as an administrator of their organization.
        Assert.True((await members.ChangeRoleAsync(super, invited.Id, Role.User, CancellationToken.None)).IsSuccess);
    }

    private static UserPasskeyInfo Key(bool isUserVerified = true) =>
        new([1], [1, 2, 3], DateTimeOffset.UnixEpoch, 0, ["internal"], isUserVerified, isBackupEligible: true, isBackedUp: false, [4], [5]);
}
