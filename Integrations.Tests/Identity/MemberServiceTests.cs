using System.Web;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class MemberServiceTests : IAsyncLifetime
{
    private static readonly SignInOrigin Origin = new("192.0.2.9", "request-9");

    private CoreHub _hub = null!;

    private MemberService Members => _hub.Get<MemberService>();

    private OrganizationService Organizations => _hub.Get<OrganizationService>();

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    [Fact]
    public async Task Invite_LinkSetsAPasswordOnce_AndTheMemberSignsIn()
    {
        var invitation = (await Members.InviteAsync(_hub.Admin, new("new@ours.test", "New One", Role.User), CancellationToken.None)).Value;
        Assert.False(invitation.Member.HasSignedUp);
        Assert.True((await ChooseAsync(invitation, "nine green lanterns")).IsSuccess);
        Assert.Equal("password.link_invalid", (await ChooseAsync(invitation, "ten green lanterns")).Failure!.Code);

        var who = await _hub.Get<SignInService>().CheckPasswordAsync("new@ours.test", "nine green lanterns", Origin, CancellationToken.None);
        Assert.Equal(_hub.Admin.OrganizationId, who.Value.OrganizationId);
    }

    [Fact]
    public async Task Invite_WeakPassword_KeepsTheLink_NewLink_EndsTheOldOne()
    {
        var first = (await Members.InviteAsync(_hub.Admin, new("new@ours.test", "New One", Role.User), CancellationToken.None)).Value;
        Assert.Equal("validation", (await ChooseAsync(first, "password1234")).Failure!.Code);

        var second = (await Members.InviteAgainAsync(_hub.Admin, first.Member.Id, CancellationToken.None)).Value;
        Assert.Equal("password.link_invalid", (await ChooseAsync(first, "nine green lanterns")).Failure!.Code);
        Assert.True((await ChooseAsync(second, "nine green lanterns")).IsSuccess);
    }

    [Theory, Proves("A10")]
    [InlineData("not an address", "Name", Role.User)]
    [InlineData("a@b.test", "", Role.User)]
    [InlineData("a@b.test", "Name", Role.SuperAdmin)]
    [InlineData("A <a@b.test>", "Name", Role.User)]
    public async Task Invite_OutOfRange_NamesTheField(string email, string name, Role role) =>
        Assert.NotEmpty((await Members.InviteAsync(_hub.Admin, new(email, name, role), CancellationToken.None)).Failure!.Fields!);

    [Fact]
    public async Task Invite_AddressInUse_EvenElsewhere_IsRefused() =>
        Assert.Equal("member.email_taken", (await Members.InviteAsync(_hub.Admin, new("ADMIN@theirs.test", "X", Role.User), CancellationToken.None)).Failure!.Code);

    [Fact, Proves("A2")]
    public async Task Members_AreForTheOrganizationsAdministratorsOnly()
    {
        Assert.Equal("permission_denied", (await Members.ListAsync(_hub.User, search: null, new PageRequest(), CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await Members.InviteAsync(_hub.User, new("x@y.test", "X", Role.User), CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await Members.ChangeRoleAsync(_hub.User, _hub.User.UserId!.Value, Role.TenantAdmin, CancellationToken.None)).Failure!.Code);
        Assert.Equal("member.not_found", (await Members.DisableAsync(_hub.Stranger, _hub.User.UserId!.Value, CancellationToken.None)).Failure!.Code);

        var theirs = (await Members.ListAsync(_hub.Stranger, search: null, new PageRequest(), CancellationToken.None)).Value;
        Assert.Equal(["admin@theirs.test"], theirs.Items.Select(member => member.Email));
        var found = (await Members.ListAsync(_hub.Admin, "OTHER", new PageRequest(), CancellationToken.None)).Value;
        Assert.Equal(["other@ours.test"], found.Items.Select(member => member.Email));
    }

    [Fact, Proves("A10")]
    public async Task LastAdministrator_CannotBeDemotedOrDisabled_ByTwoAtOnceEither()
    {
        var admin = _hub.Admin.UserId!.Value;
        Assert.Equal("member.last_administrator", (await Members.ChangeRoleAsync(_hub.Admin, admin, Role.User, CancellationToken.None)).Failure!.Code);
        Assert.Equal("member.last_administrator", (await Members.DisableAsync(_hub.Admin, admin, CancellationToken.None)).Failure!.Code);

        var other = _hub.OtherUser.UserId!.Value;
        Assert.True((await Members.ChangeRoleAsync(_hub.Admin, other, Role.TenantAdmin, CancellationToken.None)).IsSuccess);
        var both = await Task.WhenAll(
            Members.ChangeRoleAsync(_hub.Admin, admin, Role.User, CancellationToken.None), Members.DisableAsync(_hub.Admin, other, CancellationToken.None));
        Assert.Single(both, result => result.IsSuccess);
    }

    [Fact, Proves("S2")]
    public async Task RoleChange_EndsTheMembersTokens()
    {
        var token = await _hub.TokenOfAsync(_hub.User);
        Assert.NotNull(await _hub.WhoIsAsync(token));
        await Members.ChangeRoleAsync(_hub.Admin, _hub.User.UserId!.Value, Role.TenantAdmin, CancellationToken.None);

        Assert.Null(await _hub.WhoIsAsync(token));
    }

    [Fact, Proves("S2")]
    public async Task ChangedPassword_EndsTokens_AndNeedsThePresentOne()
    {
        var token = await _hub.TokenOfAsync(_hub.User);
        var passwords = _hub.Get<PasswordService>();
        var caller = _hub.InSession(_hub.User);
        Assert.Equal("auth.refused", (await passwords.ChangeAsync(caller, "not the present one", "nine green lanterns", WaysIn.All, CancellationToken.None)).Failure!.Code);
        Assert.Equal("validation", (await passwords.ChangeAsync(caller, AccessHub.Password, "short", WaysIn.All, CancellationToken.None)).Failure!.Code);
        Assert.True((await passwords.ChangeAsync(caller, AccessHub.Password, "nine green lanterns", WaysIn.All, CancellationToken.None)).IsSuccess);

        Assert.Null(await _hub.WhoIsAsync(token));
        Assert.True((await _hub.Get<SignInService>().CheckPasswordAsync("user@ours.test", "nine green lanterns", Origin, CancellationToken.None)).IsSuccess);
    }

    [Fact, Proves("A10")]
    public async Task Organizations_AreForSuperAdmins_WhoLeaveATraceWhereTheyAct()
    {
        var super = new Caller(Guid.NewGuid(), OrganizationId: null, Role.SuperAdmin) { DisplayName = "super@hub.test" };
        var wanted = new NewOrganization("Initech", Plans.Free, new NewMember("boss@initech.test", "Boss", Role.User));
        Assert.Equal("permission_denied", (await Organizations.CreateAsync(_hub.Admin, wanted, CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await Organizations.DisableAsync(_hub.Admin, _hub.Admin.OrganizationId!.Value, CancellationToken.None)).Failure!.Code);

        var boss = (await Organizations.CreateAsync(super, wanted, CancellationToken.None)).Value;
        Assert.Equal(Role.TenantAdmin, boss.Member.Role);
        Assert.Equal("organization.name_taken", (await Organizations.CreateAsync(super, wanted, CancellationToken.None)).Failure!.Code);
        Assert.Equal("member.email_taken", (await Organizations.CreateAsync(super, wanted with { Name = "Other" }, CancellationToken.None)).Failure!.Code);
        var rows = (await Organizations.ListAsync(super, new PageRequest(), CancellationToken.None)).Value;
        Assert.Equal(["Initech", "Ours", "Theirs"], rows.Items.Select(row => row.Name));
        Assert.Equal(3, rows.Items[1].Members);

        var initech = rows.Items[0].Id;
        Assert.Equal("organization.name_taken", (await Organizations.UpdateAsync(super, initech, "Ours", Plans.Free, CancellationToken.None)).Failure!.Code);
        Assert.Equal("validation", (await Organizations.UpdateAsync(super, initech, "Initech", "gold", CancellationToken.None)).Failure!.Code);
        Assert.True((await Organizations.UpdateAsync(super, initech, "Initech 2", "team", CancellationToken.None)).IsSuccess);
        Assert.Equal("organization.not_found", (await Organizations.DisableAsync(super, Guid.NewGuid(), CancellationToken.None)).Failure!.Code);
        var trace = await _hub.WithDatabaseAsync(db => db.AuditEntries.Where(a => a.OrganizationId == initech).ToListAsync());
        Assert.Equal(["organization.created", "organization.updated"], trace.Select(entry => entry.Action).Order(StringComparer.Ordinal));
    }

    [Fact, Proves("A9")]
    public async Task DisabledOrganization_EndsItsTokensAtOnce()
    {
        var token = await _hub.TokenOfAsync(_hub.Stranger);
        Assert.NotNull(await _hub.WhoIsAsync(token));
        var super = new Caller(Guid.NewGuid(), OrganizationId: null, Role.SuperAdmin);
        await Organizations.DisableAsync(super, _hub.Stranger.OrganizationId!.Value, CancellationToken.None);
        Assert.Null(await _hub.WhoIsAsync(token));

        await Organizations.EnableAsync(super, _hub.Stranger.OrganizationId!.Value, CancellationToken.None);
        Assert.NotNull(await _hub.WhoIsAsync(token));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task<Result<Done>> ChooseAsync(Invitation invitation, string password)
    {
        var query = HttpUtility.ParseQueryString(invitation.Path.Reveal().Split('?')[1]);
        return _hub.Get<PasswordService>().ChooseAsync(Guid.Parse(query["user"]!), query["token"]!, password, Origin, CancellationToken.None);
    }
}
