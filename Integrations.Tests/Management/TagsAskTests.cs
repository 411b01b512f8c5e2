using Bunit;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Management;

public sealed class TagsAskTests : ComponentContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Ask_SaysWhatIsWrongAtItsField_AndThenChangesTheTags()
    {
        await using var hub = await CoreHub.StartAsync();
        var id = (await hub.Get<InstanceService>().CreateAsync(hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Code" }), CancellationToken.None)).Value.Id;
        Services.AddSingleton(hub.Get<IntegrationTags>());
        Services.AddSingleton(SignedIn.As(hub.Admin));
        var done = 0;
        _ = Dialogs;
        Render<TagsAsk>(ask => ask.Add(a => a.Title, "Tags").Add(a => a.Ids, [id]).Add(a => a.Filter, new InstanceFilter()).Add(a => a.OnDone, () => done++).Add(a => a.OnClose, () => { }));

        Dialogs.WaitForElement("#tags-add", Patience).Input(new string('x', 31));
        await Dialogs.Find("form").SubmitAsync();
        Dialogs.WaitForAssertion(() => Assert.Equal("true", Dialogs.Find("#tags-add").GetAttribute("aria-invalid")), Patience);
        Dialogs.Find("#tags-add").Input("Sales, team");
        await Dialogs.Find("form").SubmitAsync();

        Dialogs.WaitForAssertion(() => Assert.Equal(1, done), Patience);
        Assert.Equal(["Sales", "team"], (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, CancellationToken.None)).Value.Tags);
    }
}
