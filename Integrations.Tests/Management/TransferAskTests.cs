using Bunit;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Management.Transfers;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Management;

public sealed class TransferAskTests : ComponentContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Integration_DeletedWhileTheQuestionIsOpen_IsNotGiven_AndItSaysSo()
    {
        await using var hub = await CoreHub.StartAsync();
        var instances = hub.Get<InstanceService>();
        var id = (await instances.CreateAsync(hub.User, new NewInstance("github", InstanceLevel.User, new InstanceChanges { Name = "Mine" }), CancellationToken.None)).Value.Id;
        var given = 0;
        Services.AddSingleton(hub.Get<IntegrationTransfers>());
        Services.AddSingleton(SignedIn.As(hub.User));
        _ = Dialogs;
        Render<TransferAsk>(ask => ask.Add(a => a.IntegrationId, id).Add(a => a.Name, "Mine").Add(a => a.ProviderName, "GitHub").Add(a => a.IsOwn, true).Add(a => a.OnGiven, () => given++).Add(a => a.OnClose, () => { }));
        Dialogs.WaitForElement("#transfer-email", Patience).Input("other@ours.test");
        Assert.True((await instances.DeleteAsync(hub.User, id, CancellationToken.None)).IsSuccess);

        await Dialogs.Find("form").SubmitAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("not found", Dialogs.Find(".refusal").TextContent, StringComparison.OrdinalIgnoreCase), Patience);
        Assert.Equal(0, given);
        Assert.False(await hub.WithDatabaseAsync(db => db.Instances.AnyAsync(i => i.OwnerUserId == hub.OtherUser.UserId)));
    }
}
