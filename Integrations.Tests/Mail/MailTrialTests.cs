using Integrations.Core.Activity;
using Integrations.Core.Diagnostics;
using Integrations.Core.Diagnostics.Checks;
using Integrations.Core.Mail;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Mail;

/// <summary>The test mail, and what doctor and checklist say of mail.</summary>
public sealed class MailTrialTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ScriptedSmtp _server = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task TestMail_GoesToWhoAsks_AtOnce_AndIsAudited()
    {
        await using var hub = await StartAsync();

        Assert.Equal("permission_denied", (await hub.Get<MailTrial>().SendAsync(hub.Stranger, "en", None)).Failure!.Code);
        var sent = await hub.Get<MailTrial>().SendAsync(Super(hub), "de", None);

        Assert.Equal("admin@ours.test", sent.Value);
        Assert.Equal("Eine Test-E-Mail des Integrations-Hubs", Assert.Single(_server.Messages).Subject);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(e => e.Action == "mail.tested")));
    }

    [Theory]
    [InlineData("RCPT", "554 5.7.1 relaying denied", "mail.refused", "relaying denied")]
    [InlineData("MAIL", "550 5.7.60 not your address", "mail.refused", "not your address")]
    [InlineData(".", "452 4.2.2 full", "mail.put_off", "full")]
    [InlineData("EHLO", "", "mail.timeout", "within 1 s")]
    public async Task TestMail_ThatIsRefused_ShowsTheServersWords(string at, string answer, string code, string words)
    {
        // A busy machine may need more than a second for what is answered.
        await using var hub = await StartAsync(mail => mail.Timeout = code == "mail.timeout" ? TimeSpan.FromSeconds(1) : mail.Timeout);
        _server.Answer = line => line.StartsWith(at, StringComparison.Ordinal) ? answer : null;

        var refused = (await hub.Get<MailTrial>().SendAsync(Super(hub), "en", None)).Failure!;

        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ConnectsAndSendsNothing()
    {
        await using var hub = await StartAsync();

        var finding = (await ExamineAsync(hub)).Single(f => f.Check == MailCheck.Check);

        Assert.Equal(FindingSeverity.Ok, finding.Severity);
        Assert.DoesNotContain(_server.Said, line => line.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Contains(_server.Said, line => line.StartsWith("EHLO", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_NamesWhatIsWrong_AndWhatWasGivenUp()
    {
        await using var hub = await StartAsync();
        _server.Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such mailbox" : null;
        await hub.WriteAsync(hub.To());
        await hub.SendAsync();
        _server.Answer = line => line == ScriptedSmtp.Connected ? "554 go away" : null;

        var findings = await ExamineAsync(hub);

        Assert.Equal(FindingSeverity.Error, findings.Single(f => f.Check == MailCheck.Check).Severity);
        Assert.Contains("go away", findings.Single(f => f.Check == MailCheck.Check).Message, StringComparison.Ordinal);
        Assert.Contains("no such mailbox", findings.Single(f => f.Check == "Mail given up").Message, StringComparison.Ordinal);
        var checklist = (await hub.Get<SetupChecklist>().ExamineAsync(Super(hub), findings, isServing: true, None)).Value;
        Assert.Equal(ChecklistState.Wrong, checklist.Lines.Single(line => line.Key == ChecklistKeys.Mail).State);
    }

    [Fact]
    public async Task Doctor_WithoutMail_SaysThatItIsOff_AndThatIsFine()
    {
        await using var hub = await StartAsync(mail => mail.Host = null);

        var findings = await ExamineAsync(hub);

        Assert.Equal(FindingSeverity.Ok, findings.Single(f => f.Check == MailCheck.Check).Severity);
        Assert.Equal("mail.off", (await hub.Get<MailTrial>().SendAsync(Super(hub), "en", None)).Failure!.Code);
    }

    private static Caller Super(CoreHub hub) => hub.Admin with { Role = Role.SuperAdmin };

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(CoreHub hub) => (await hub.Get<Doctor>().ExamineAsync(Super(hub), None)).Value;

    private Task<CoreHub> StartAsync(Action<MailOptions>? set = null) => MailHub.StartAsync(_server.Port, set);
}
