using System.Net;
using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Tests.Hosting.OpenId;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

/// <summary>Accepting an invitation over HTTP: it ends signed in, wherever a password alone would sign in.</summary>
public sealed class InvitationPageTests
{
    private const string Password = "nine green lanterns";
    private const string Admin = "admin@acme.test";
    private const string User = "user@acme.test";
    private const string Invited = "noor@acme.test";

    [Fact]
    public async Task Accepting_EndsSignedIn_AndTheLinkIsGoneFromTheAddress()
    {
        await using var hub = new HubApp();
        using var browser = hub.WithCookies();
        var link = await InviteAsync(hub, Role.User);

        using var accepted = await ChooseAsync(browser, link);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (accepted.StatusCode, accepted.Headers.Location?.PathAndQuery));
        Assert.Contains(Invited, await browser.GetStringAsync(Relative("/account")), StringComparison.Ordinal);

        using var again = await ChooseAsync(browser, link);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        await using var db = await DatabaseAsync(hub);
        var user = await db.Users.SingleAsync(u => u.Email == Invited);
        var session = await db.Sessions.SingleAsync(s => s.UserId == user.Id);
        Assert.Equal((SignInProof.Password, null), (session.Proof, session.EndedAt));
        Assert.NotNull(user.LastSignInAt);
        Assert.Equal(["password.chosen", "session.signed_in"], await db.AuditEntries.Where(e => e.ActorUserId == user.Id).OrderBy(e => e.Action).Select(e => e.Action).ToListAsync());
    }

    [Fact, Proves("S4")]
    public async Task WhereASecondFactorIsAskedFor_AcceptingLeadsToSettingItUp()
    {
        await using var hub = new HubApp().With("Auth:RequireSecondFactor", "Administrators");
        using var browser = hub.WithCookies();

        using var accepted = await ChooseAsync(browser, await InviteAsync(hub, Role.TenantAdmin));
        using var request = new HttpRequestMessage(HttpMethod.Get, accepted.Headers.Location);
        request.Headers.Accept.ParseAdd("text/html");
        using var next = await browser.SendAsync(request);

        Assert.Equal("/account/second-factor", next.Headers.Location?.OriginalString);
    }

    [Fact, Proves("S4")]
    public async Task NewLink_OfSomeoneWithASecondFactor_OpensNothingBeforeTheCode()
    {
        await using var hub = new HubApp();
        using var before = await hub.SignedInAsync(User);
        var (_, recovery) = await SecondFactorTests.SetUpAsync(before);
        var member = await OAuthPerson.CallerOfAsync(hub.Services, User);
        var again = await Members(hub).InviteAgainAsync(await OAuthPerson.CallerOfAsync(hub.Services, Admin), member.UserId!.Value, CancellationToken.None);
        using var browser = hub.WithCookies();

        using var chosen = await ChooseAsync(browser, again.Value.Path.Reveal());

        Assert.Equal("/account/sign-in/code?returnUrl=%2F", chosen.Headers.Location?.PathAndQuery);
        Assert.DoesNotContain(chosen.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("hub-session=", StringComparison.Ordinal));
        using var right = await PostAsync(browser, "/account/sign-in/code", "sign-in-code", ("Form.Code", recovery[0]));
        Assert.Equal("/", right.Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task WhereTheOrganizationsProviderIsRequired_AcceptingLeadsThere_AndSignsNoOneIn()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        var owner = await bench.UserAsync(Admin, u => u.Id);
        await bench.SetAsync(provider.Issuer, settings => (settings.IsEnforced, settings.OwnerId) = (true, owner));
        using var browser = bench.Stranger();

        using var chosen = await ChooseAsync(browser, await InviteAsync(bench.Hub, Role.User));

        Assert.Equal($"/signin?organization={bench.OrganizationId}", chosen.Headers.Location?.PathAndQuery);
        Assert.Null(await bench.WhoAsync(browser));
    }

    [Fact]
    public async Task LinkThatIsWrong_SignsNoOneIn()
    {
        await using var hub = new HubApp();
        using var browser = hub.WithCookies();
        var link = await InviteAsync(hub, Role.User);

        using var forged = await ChooseAsync(browser, link + "x");
        using var weak = await ChooseAsync(browser, link, "short");
        using var account = await browser.GetAsync(Relative("/account"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (forged.StatusCode, weak.StatusCode));
        Assert.NotEqual(HttpStatusCode.OK, account.StatusCode);
    }

    private static async Task<string> InviteAsync(HubApp hub, Role role)
    {
        hub.StartServer();
        var invited = await Members(hub).InviteAsync(await OAuthPerson.CallerOfAsync(hub.Services, Admin), new NewMember(Invited, "Noor", role), CancellationToken.None);
        Assert.True(invited.IsSuccess, invited.Failure?.ToString());
        return invited.Value.Path.Reveal();
    }

    private static MemberService Members(HubApp hub) => hub.Services.GetRequiredService<MemberService>();

    private static Task<IntegrationsDbContext> DatabaseAsync(HubApp hub) => hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    private static Task<HttpResponseMessage> ChooseAsync(HttpClient browser, string link, string password = Password) =>
        PostAsync(browser, link, "choose-password", ("Form.Password", password), ("Form.Repeated", password));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, string handler, params (string Name, string Value)[] fields)
    {
        var members = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        members["_handler"] = handler;
        members["__RequestVerificationToken"] = HubApp.FormToken(await browser.GetStringAsync(Relative(address)));
        using var form = new FormUrlEncodedContent(members);
        return await browser.PostAsync(Relative(address), form);
    }

    private static Uri Relative(string address) => new(address, UriKind.Relative);
}
