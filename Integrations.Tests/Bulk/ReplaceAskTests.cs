using Bunit;
using Integrations.Core.Bulk;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Bulk;

public sealed class ReplaceAskTests : ComponentContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Ask_ShowsWhatGoesOver_AndMovesItOnce()
    {
        await using var hub = await CoreHub.StartAsync();
        var (from, to) = (await EnableAsync(hub, "Old"), await EnableAsync(hub, "New <b>"));
        await AddLinkAsync(hub, from);
        var done = 0;
        Open(hub, from, () => done++);

        Dialogs.WaitForAssertion(() => Assert.Contains("1 link", Dialogs.Find("ul.points").TextContent, StringComparison.Ordinal), Patience);
        await Dialogs.Find("form").SubmitAsync();

        Dialogs.WaitForAssertion(() => Assert.Equal(1, done), Patience);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == to)));
    }

    [Fact]
    public async Task Ask_WithoutAnotherIntegration_SaysTheWayOn()
    {
        await using var hub = await CoreHub.StartAsync();
        Open(hub, await EnableAsync(hub, "Only"), () => { });

        Dialogs.WaitForAssertion(() => Assert.Contains("Add one in the catalog first.", Dialogs.Find("form").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(Dialogs.FindAll("button[type=submit]"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Integration_DeletedWhileTheQuestionIsOpen_NothingIsMoved_AndItSaysSo(bool isFormer)
    {
        await using var hub = await CoreHub.StartAsync();
        var (from, to) = (await EnableAsync(hub, "Old"), await EnableAsync(hub, "New"));
        await AddLinkAsync(hub, from);
        var done = 0;
        Open(hub, from, () => done++);
        Dialogs.WaitForAssertion(() => Assert.Contains("1 link", Dialogs.Find("ul.points").TextContent, StringComparison.Ordinal), Patience);
        Assert.True((await hub.Get<InstanceService>().DeleteAsync(hub.Admin, isFormer ? from : to, CancellationToken.None)).IsSuccess);

        await Dialogs.Find("form").SubmitAsync();

        Dialogs.WaitForAssertion(() => Assert.NotEqual("", Dialogs.Find(".refusal").TextContent.Trim()), Patience);
        Assert.Equal(0, done);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == to)));
    }

    private void Open(CoreHub hub, Guid from, Action replaced)
    {
        Services.AddSingleton(hub.Get<IntegrationReplacement>());
        Services.AddSingleton(SignedIn.As(hub.Admin));
        _ = Dialogs;
        Render<ReplaceAsk>(ask => ask.Add(a => a.IntegrationId, from).Add(a => a.Name, "Old").Add(a => a.ProviderName, "GitHub").Add(a => a.OnReplaced, replaced).Add(a => a.OnClose, () => { }));
    }

    private static async Task<Guid> EnableAsync(CoreHub hub, string name) =>
        (await hub.Get<InstanceService>().CreateAsync(hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = name }), CancellationToken.None)).Value.Id;

    private static Task<int> AddLinkAsync(CoreHub hub, Guid instance) => hub.WithDatabaseAsync(db =>
    {
        db.Links.Add(new EntityLink
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = hub.Admin.OrganizationId!.Value,
            EntityType = EntityTypes.Meeting,
            EntityId = Guid.NewGuid(),
            InstanceId = instance,
            ProviderKey = "github",
            ExternalEntityId = "1",
            ExternalType = "issue",
            Title = "Issue",
            CreatedAt = hub.Clock.GetUtcNow(),
            RefreshedAt = hub.Clock.GetUtcNow(),
        });
        return db.SaveChangesAsync();
    });
}
