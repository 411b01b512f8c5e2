using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Linking;

/// <summary>The links of one integration, and what was heard of its vendor: each sees what is theirs to see.</summary>
public sealed class IntegrationLinksTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task List_NamesWhatIsLinked_NewestFirst_AndHidesOtherPeoplesPrivateLinks()
    {
        var id = await hub.EnableAsync(hub.Admin, "github");
        var (meeting, person) = (await MeetingAsync(), await PersonAsync());
        await LinkAsync(hub.Admin, id, EntityTypes.Meeting, meeting, "one");
        await LinkAsync(hub.Admin, id, EntityTypes.Person, person, "two");
        await PrivateAsync(id, meeting, hub.OtherUser);

        var all = (await hub.Get<IntegrationLinks>().ListAsync(hub.Admin, id, null, new PageRequest(10), None)).Value;
        var ofPeople = (await hub.Get<IntegrationLinks>().ListAsync(hub.User, id, EntityTypes.Person, new PageRequest(10), None)).Value;

        Assert.Equal(["Ada", "Planning"], all.Items.Select(l => l.EntityName));
        Assert.Equal((2, 1), (all.Total, ofPeople.Total));
        Assert.Equal(3, (await hub.Get<IntegrationLinks>().ListAsync(hub.OtherUser, id, null, new PageRequest(10), None)).Value.Total);
    }

    [Fact, Proves("A1")]
    public async Task List_AndWhatWasHeard_AreForTheOrganizationOnly()
    {
        var id = await hub.EnableAsync(hub.Admin, "github");

        Assert.Equal("integration.not_found", (await hub.Get<IntegrationLinks>().ListAsync(hub.Stranger, id, null, new PageRequest(10), None)).Failure!.Code);
        Assert.Equal("integration.not_found", (await hub.Get<InboundLog>().LatestAsync(hub.Stranger, id, 10, None)).Failure!.Code);
        Assert.Equal(FailureKind.Forbidden, (await hub.Get<InboundLog>().LatestAsync(hub.User, id, 10, None)).Failure!.Kind);
        Assert.Empty((await hub.Get<InboundLog>().LatestAsync(hub.Admin, id, 10, None)).Value);
    }

    private async Task<Guid> MeetingAsync() =>
        (await hub.Get<MeetingService>().CreateAsync(hub.Admin, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value.Id;

    private Task<Guid> PersonAsync() => hub.WithDatabaseAsync(async db =>
    {
        var person = new Person { Id = Guid.CreateVersion7(), OrganizationId = hub.Admin.OrganizationId!.Value, Name = "Ada" };
        db.People.Add(person);
        await db.SaveChangesAsync();
        return person.Id;
    });

    private async Task LinkAsync(Caller caller, Guid id, string type, Guid entity, string external)
    {
        var linked = await hub.Get<LinkService>().LinkEntityToIntegrationAsync(
            caller, new LinkRequest(type, entity, id, external) { Copy = new ExternalEntity(external, "issue", external, null, null) }, None);
        Assert.True(linked.IsSuccess, linked.Failure?.ToString());
    }

    private Task<int> PrivateAsync(Guid id, Guid meeting, Caller owner) => hub.WithDatabaseAsync(db =>
    {
        db.Links.Add(new EntityLink
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = owner.OrganizationId!.Value,
            EntityType = EntityTypes.Meeting,
            EntityId = meeting,
            InstanceId = id,
            ProviderKey = "github",
            ExternalEntityId = "mine",
            ExternalType = "issue",
            Title = "Mine",
            OwnerUserId = owner.UserId,
        });
        return db.SaveChangesAsync();
    });
}
