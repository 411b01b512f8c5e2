using Bunit;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Reconnecting;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Mail;
using Integrations.Tests.Notices;
using Integrations.Web.Features.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connections.Reconnecting;

/// <summary>The question before mails are sent: how many there would be, and that none can be sent where mail is off.</summary>
public sealed class ReconnectAskTests : ComponentContext
{
    private bool _closed;

    [Fact]
    public async Task Owners_AreCounted_AndAskedOnce()
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);
        await hub.ChangeAsync(hub.User, user => user.EmailConfirmed = true);
        var choice = await BrokenAsync(hub);

        Open(hub, choice);
        Dialogs.WaitForAssertion(() => Assert.Contains("The owner of 1 connection that does not work gets a mail", Dialogs.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("sends no mail", Dialogs.Markup, StringComparison.Ordinal);
        await Send().ClickAsync(new());

        Dialogs.WaitForAssertion(() => Assert.True(_closed));
        Assert.Single(await hub.MailsAsync());
    }

    [Fact]
    public async Task WithoutAMailServer_ItSaysSo_AndNothingCanBeSent()
    {
        await using var hub = await CoreHub.StartAsync();
        Open(hub, await BrokenAsync(hub));

        Dialogs.WaitForAssertion(() => Assert.Contains("This hub sends no mail", Dialogs.Markup, StringComparison.Ordinal));
        Assert.True(Send().HasAttribute("disabled"));
    }

    [Fact]
    public async Task Member_IsToldThatItIsTheAdministrators()
    {
        await using var hub = await CoreHub.StartAsync();
        Services.AddSingleton(SignedIn.As(hub.User));
        Open(hub, await BrokenAsync(hub), asAdmin: false);

        Dialogs.WaitForAssertion(() => Assert.Contains("Organization administrator access required", Dialogs.Markup, StringComparison.Ordinal));
    }

    private AngleSharp.Dom.IElement Send() => Dialogs.FindAll("button").Single(button => button.TextContent.Trim() is "Send 1 mail" or "Send mails");

    private static async Task<ReconnectChoice> BrokenAsync(CoreHub hub)
    {
        var id = await ConnectionNoticeTests.AddAsync(hub, hub.User);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Expired)));
        return new ReconnectChoice(Ids: [await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.Id == id).Select(c => c.InstanceId).SingleAsync())]);
    }

    private void Open(CoreHub hub, ReconnectChoice choice, bool asAdmin = true)
    {
        Services.AddSingleton(hub.Get<ReconnectMail>());
        if (asAdmin)
        {
            Services.AddSingleton(SignedIn.As(hub.Admin));
        }

        _ = Dialogs;
        Render<ReconnectAsk>(parameters => parameters.Add(a => a.Choice, choice).Add(a => a.OnClose, () => { _closed = true; }));
    }
}
