using System.Web;
using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Setup;

/// <summary>What <c>create-admin</c> does: an administrator without a browser, and the way back for an operator who lost them all.</summary>
public sealed class OperatorAccountsTests
{
    private static readonly SignInOrigin Origin = new("192.0.2.9", "request-9");

    [Fact]
    public async Task EmptyHub_SuperWithOrganization_IsMade_AndTheSetUpAddressIsOver()
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres: false);
        var token = await hub.TokenAsync();

        var made = (await LetInAsync(hub, new("ops@ours.test", Name: null, "Ours", IsSuper: true))).Value;

        Assert.True(made is { IsNewAccount: true, IsNewOrganization: true, Organization: "Ours" });
        Assert.Equal("ops", made.Invitation.Member.DisplayName);
        Assert.Equal("setup.over", (await hub.Get<FirstRun>().CompleteAsync(token, EmptyHub.Wanted(), Origin, CancellationToken.None)).Failure!.Code);
        Assert.NotNull(await hub.WithDatabaseAsync(db => db.SetupLinks.Select(l => l.UsedAt).SingleAsync()));
        var who = await ChooseAndSignInAsync(hub, made, "nine green lanterns");
        Assert.Equal((Role.SuperAdmin, "Ours"), (who.Role, who.OrganizationName));
        Assert.Equal("***", made.ToString());
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "member.made_by_operator" && a.ActorName == "operator of the hub")));
    }

    [Fact]
    public async Task LostAdministrator_IsLetInAgain_AndNothingThatOpenedTheAccountBeforeDoes()
    {
        await using var hub = await AccessHub.StartAsync();
        await hub.SetPasswordAsync(hub.Admin);
        var token = (await hub.Get<ApiTokenService>().CreatePersonalAsync(hub.InSession(hub.Admin), new NewApiToken("Script", TokenScopes.All), CancellationToken.None)).Value.Text.Reveal();
        Assert.NotNull(await hub.WhoIsAsync(token));
        var standing = (await hub.Get<SignInService>().CheckPasswordAsync("admin@ours.test", AccessHub.Password, Origin, CancellationToken.None)).Value;
        var session = await hub.Get<BrowserSessions>().OpenAsync(standing, SignInProof.Password, endSession: null, Origin, CancellationToken.None);
        await hub.ChangeAsync(hub.Admin, user => (user.DisabledAt, user.TwoFactorEnabled, user.LockoutEnd) = (hub.Clock.GetUtcNow(), true, hub.Clock.GetUtcNow().AddHours(1)));

        var made = (await LetInAsync(hub, new("ADMIN@ours.test", Name: null, Organization: null, IsSuper: false))).Value;

        Assert.True(made is { IsNewAccount: false, IsNewOrganization: false, Organization: "Ours" });
        Assert.False((await hub.Get<SignInService>().CheckPasswordAsync("admin@ours.test", AccessHub.Password, Origin, CancellationToken.None)).IsSuccess);
        Assert.Null(await hub.WhoIsAsync(token));
        Assert.NotNull(await hub.WithDatabaseAsync(db => db.Sessions.Where(s => s.Id == session.Id).Select(s => s.EndedAt).SingleAsync()));
        var who = await ChooseAndSignInAsync(hub, made, "nine green lanterns");
        Assert.Equal(Role.TenantAdmin, who.Role);
        Assert.False(who.HasSecondFactor);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "member.recovered_by_operator")));
    }

    [Fact]
    public async Task Rights_AreAdded_AndNoneIsTaken()
    {
        await using var hub = await AccessHub.StartAsync();
        Assert.Equal(Role.SuperAdmin, (await LetInAsync(hub, new("user@ours.test", Name: null, Organization: null, IsSuper: true))).Value.Invitation.Member.Role);
        Assert.Equal(Role.SuperAdmin, (await LetInAsync(hub, new("user@ours.test", Name: null, Organization: null, IsSuper: false))).Value.Invitation.Member.Role);
        Assert.Equal(Role.TenantAdmin, (await LetInAsync(hub, new("other@ours.test", "Renamed", "Ours", IsSuper: false))).Value.Invitation.Member.Role);
    }

    [Theory]
    [InlineData("admin@ours.test", "Theirs", "member.other_organization")]
    [InlineData("admin@ours.test", "Nowhere", "member.other_organization")]
    [InlineData("new@ours.test", null, "validation")]
    [InlineData("not an address", "Ours", "validation")]
    [InlineData("new@ours.test", "Closed", "organization.disabled")]
    public async Task Refused_ChangesNothing(string email, string? organization, string code)
    {
        await using var hub = await AccessHub.StartAsync();
        await hub.WithDatabaseAsync(db =>
        {
            db.Organizations.Add(new Organization { Id = Guid.CreateVersion7(), Name = "Closed", CreatedAt = hub.Clock.GetUtcNow(), DisabledAt = hub.Clock.GetUtcNow() });
            return db.SaveChangesAsync();
        });

        Assert.Equal(code, (await LetInAsync(hub, new(email, Name: null, organization, IsSuper: false))).Failure!.Code);
        Assert.Equal(4, await hub.WithDatabaseAsync(db => db.Users.CountAsync()));
        Assert.Equal(3, await hub.WithDatabaseAsync(db => db.Organizations.CountAsync()));
    }

    private static Task<Result<LetInAdministrator>> LetInAsync(CoreHub hub, NewAdministrator wanted) => hub.Get<OperatorAccounts>().LetInAsync(wanted, CancellationToken.None);

    private static async Task<UserStanding> ChooseAndSignInAsync(CoreHub hub, LetInAdministrator made, string password)
    {
        var query = HttpUtility.ParseQueryString(made.Invitation.Path.Reveal().Split('?')[1]);
        var user = Guid.Parse(query["user"]!);
        Assert.True((await hub.Get<PasswordService>().ChooseAsync(user, query["token"]!, password, Origin, CancellationToken.None)).IsSuccess);
        Assert.False((await hub.Get<PasswordService>().ChooseAsync(user, query["token"]!, "ten green lanterns", Origin, CancellationToken.None)).IsSuccess);
        return (await hub.Get<SignInService>().CheckPasswordAsync(made.Invitation.Member.Email, password, Origin, CancellationToken.None)).Value;
    }
}
