using System.Web;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Mail;

/// <summary>Invitations and forgotten passwords by mail.</summary>
public sealed class AccountMailTests : IAsyncLifetime
{
    private const string NewPassword = "nine green lanterns";

    private static readonly SignInOrigin Origin = new("192.0.2.9", "request-9");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ScriptedSmtp _server = new();
    private readonly LogCapture _logs = new();
    private CoreHub _hub = null!;

    private ForgottenPasswords Forgotten => _hub.Get<ForgottenPasswords>();

    public async ValueTask InitializeAsync() => _hub = await MailHub.StartAsync(_server.Port, logs: _logs);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Invitation_ComesByMail_InTheInvitersLanguage_AndItsLinkWorksOnce()
    {
        await _hub.ChangeAsync(_hub.Admin, user => user.Language = "de");

        var invited = (await _hub.Get<MemberService>().InviteAsync(_hub.Admin, new("new@ours.test", "New One", Role.User), None)).Value;
        await _hub.SendAsync();

        var message = Assert.Single(_server.Messages);
        Assert.Equal("Ihr Konto bei Ours", message.Subject);
        Assert.True(invited.IsMailed);
        var link = LinkIn(message.TextBody);
        Assert.Equal(_hub.Get<PublicOrigin>().Url(invited.Path.Reveal()), link);
        Assert.True((await ChooseAsync(link)).IsSuccess);
        Assert.Equal("password.link_invalid", (await ChooseAsync(link)).Failure!.Code);
    }

    [Fact]
    public async Task NewLink_AndFirstAdministrator_GetMailToo()
    {
        await _hub.SetPasswordAsync(_hub.User);
        var renewed = (await _hub.Get<MemberService>().InviteAgainAsync(_hub.Admin, _hub.User.UserId!.Value, None)).Value;
        var super = new Caller(Guid.NewGuid(), null, Role.SuperAdmin);
        var created = (await _hub.Get<OrganizationService>().CreateAsync(super, new("Third", Plans.Free, new("first@third.test", "First", Role.TenantAdmin)), None)).Value;

        await _hub.SendAsync();

        Assert.True(renewed.IsMailed && created.IsMailed);
        Assert.Equal(["first@third.test", "user@ours.test"], _server.Messages.SelectMany(m => m.To.Mailboxes).Select(to => to.Address).Order(StringComparer.Ordinal));
        Assert.All(_server.Messages, m => Assert.Contains(Invitation.PagePath, m.TextBody, StringComparison.Ordinal));
        Assert.True((await ChooseAsync(LinkIn(_server.Messages.Single(m => m.To.Mailboxes.Single().Address == "user@ours.test").TextBody))).IsSuccess);
    }

    [Fact, Proves("SX1")]
    public async Task ForgottenPassword_LinkWorksOnce_AndEndsEverythingElseThatOpensTheAccount()
    {
        await _hub.SetPasswordAsync(_hub.User);
        var jwt = await _hub.TokenOfAsync(_hub.User);
        var who = await _hub.Get<SignInService>().CheckPasswordAsync("user@ours.test", AccessHub.Password, Origin, None);
        var session = await _hub.Get<BrowserSessions>().OpenAsync(who.Value, Core.Identity.SignInProof.Password, endSession: null, Origin, None);
        var token = (await _hub.Get<ApiTokenService>().CreatePersonalAsync(_hub.InSession(_hub.User), new("mine", TokenScopes.Read), None)).Value;
        await _hub.ChangeAsync(_hub.User, user => (user.LockoutEnd, user.AccessFailedCount) = (_hub.Clock.GetUtcNow().AddMinutes(5), 5));

        await Forgotten.AskAsync(" USER@ours.test ", Origin, None);
        await _hub.SendAsync();
        var link = LinkIn(Assert.Single(_server.Messages).TextBody);
        Assert.True((await ChooseAsync(link)).IsSuccess);

        Assert.Equal("password.link_invalid", (await ChooseAsync(link)).Failure!.Code);
        Assert.Null(await _hub.WhoIsAsync(jwt));
        Assert.Null(await _hub.WhoIsAsync(token.Text.Reveal()));
        Assert.NotNull(await _hub.WithDatabaseAsync(db => db.Set<Core.Identity.Session>().Where(s => s.Id == session.Id).Select(s => s.EndedAt).SingleAsync()));
        Assert.True((await _hub.Get<SignInService>().CheckPasswordAsync("user@ours.test", NewPassword, Origin, None)).IsSuccess);
    }

    [Fact]
    public async Task ForgottenPassword_IsOverAfterAnHour_AndWithAnyOtherChangeOfThePassword()
    {
        await Forgotten.AskAsync("user@ours.test", Origin, None);
        await Forgotten.AskAsync("other@ours.test", Origin, None);
        await _hub.SendAsync();
        var links = _server.Messages.ToDictionary(m => m.To.Mailboxes.Single().Address, m => LinkIn(m.TextBody), StringComparer.Ordinal);

        await _hub.Get<MemberService>().InviteAgainAsync(_hub.Admin, _hub.OtherUser.UserId!.Value, None);
        Assert.Equal("password.link_invalid", (await ChooseAsync(links["other@ours.test"])).Failure!.Code);
        _hub.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal("password.link_invalid", (await ChooseAsync(links["user@ours.test"])).Failure!.Code);
    }

    [Theory, Proves("S3")]
    [InlineData("user@ours.test", 1)]
    [InlineData("nobody@ours.test", 0)]
    [InlineData("disabled@ours.test", 0)]
    public async Task ForgottenPassword_LeavesARowForEveryAddress_AndSendsToKnownOnesAlone(string email, int sent)
    {
        await _hub.ChangeAsync(_hub.OtherUser, user => (user.Email, user.NormalizedEmail, user.DisabledAt) = ("disabled@ours.test", "DISABLED@OURS.TEST", _hub.Clock.GetUtcNow()));

        await Forgotten.AskAsync(email, Origin, None);
        await _hub.SendAsync();

        Assert.Equal(sent, _server.Messages.Count);
        var row = Assert.Single(await _hub.MailsAsync());
        Assert.StartsWith("forgotten:", row.Topic, StringComparison.Ordinal);
        Assert.Equal(sent == 1 ? email : "", row.Address);
        Assert.Null(row.Ciphertext);
    }

    [Fact, Proves("S3")]
    public async Task KnownAndUnknownAddress_CostTheSameStatements()
    {
        // The first entry of a process reads the keys of the audit's chain.
        await Forgotten.AskAsync("first@ours.test", Origin, None);
        using var statements = new FlowStatements();
        var known = await statements.OfAsync(() => Forgotten.AskAsync("user@ours.test", Origin, None));
        var unknown = await statements.OfAsync(() => Forgotten.AskAsync("nobody@ours.test", Origin, None));

        Assert.NotEmpty(known);
        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task ForgottenPassword_IsSentThreeTimesAnHour_AtMost()
    {
        for (var time = 0; time < 5; time++)
        {
            await Forgotten.AskAsync("user@ours.test", Origin, None);
        }

        await _hub.SendAsync();
        Assert.Equal(ForgottenPasswords.MostAnHour, _server.Messages.Count);

        _hub.Clock.Advance(TimeSpan.FromMinutes(61));
        await Forgotten.AskAsync("user@ours.test", Origin, None);
        await _hub.SendAsync();
        Assert.Equal(ForgottenPasswords.MostAnHour + 1, _server.Messages.Count);
    }

    [Fact, Proves("L1")]
    public async Task SecretsInMail_AreInNoLog_AndInNoAuditEntry_NorInTheOpenInItsRow()
    {
        _server.Answer = line => line == ScriptedSmtp.End ? "451 later" : null;
        await _hub.Get<MemberService>().InviteAsync(_hub.Admin, new("new@ours.test", "New One", Role.User), None);
        await Forgotten.AskAsync("user@ours.test", Origin, None);
        await _hub.SendAsync();
        var rows = await _hub.MailsAsync();
        _server.Answer = _ => null;
        _hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await _hub.SendAsync();

        var tokens = _server.Messages.Select(m => HttpUtility.ParseQueryString(new Uri(LinkIn(m.TextBody)).Query)["token"]!).ToList();
        Assert.Equal(2, tokens.Count);
        var audit = await _hub.WithDatabaseAsync(db => db.Set<Core.Activity.AuditEntry>().Select(e => e.Before + " " + e.After + " " + e.TargetName).ToListAsync());
        foreach (var token in tokens.SelectMany(token => new[] { token, Uri.EscapeDataString(token) }))
        {
            Assert.DoesNotContain(_logs.Lines, line => line.Contains(token, StringComparison.Ordinal));
            Assert.DoesNotContain(audit, entry => entry.Contains(token, StringComparison.Ordinal));
            Assert.All(rows, row => Assert.DoesNotContain(token, $"{row.Ciphertext}{row.Subject}{row.LastError}", StringComparison.Ordinal));
        }

        Assert.All(await _hub.MailsAsync(), row => Assert.Null(row.Ciphertext));
    }

    private static string LinkIn(string? text) => text!.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("http", StringComparison.Ordinal));

    private Task<Result<Done>> ChooseAsync(string link)
    {
        var query = HttpUtility.ParseQueryString(new Uri(link).Query);
        return _hub.Get<PasswordService>().ChooseAsync(Guid.Parse(query["user"]!), query["token"]!, NewPassword, Origin, None);
    }
}
