using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Search;

/// <summary>What an integration's settings leave out of search is not read by its id either.</summary>
public sealed class EntityFenceTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private readonly SearchService _search = hub.Get<SearchService>();
    private readonly EntityService _entities = hub.Get<EntityService>();

    [Fact]
    public async Task Read_WhereSearchIsOff_IsRefused()
    {
        var (id, issue) = await FoundAsync("github", "issue");
        await ChangeAsync(id, new InstanceChanges { SearchEnabled = false });

        Assert.Equal("search.disabled", (await _entities.GetAsync(hub.Admin, id, issue.Id, default)).Failure?.Code);
    }

    [Fact]
    public async Task Read_OfAKindThatIsNotSearchable_IsNotFound()
    {
        var (id, issue) = await FoundAsync("github", "issue");
        await ChangeAsync(id, new InstanceChanges { SearchableEntities = ["repository"] });

        Assert.Equal("vendor.not_found", (await _entities.GetAsync(hub.Admin, id, issue.Id, default)).Failure?.Code);
    }

    [Theory]
    [InlineData("github", "issue", "repositories", null)]
    [InlineData("jira", "issue", "projects", null)]
    [InlineData("n8n", "workflow", "tags", "nothing-carries-this")]
    public async Task Read_OfWhatASettingLeavesOut_IsNotFound(string provider, string kind, string setting, string? outside)
    {
        var (id, found) = await FoundAsync(provider, kind);
        await ChangeAsync(id, new InstanceChanges { Settings = new JsonObject { [setting] = outside ?? (provider == "github" ? "somebody/else" : "ELSE") } });
        Assert.Equal("vendor.not_found", (await _entities.GetAsync(hub.Admin, id, found.Id, default)).Failure?.Code);

        if (outside is null)
        {
            // By the repository or project that it is in, it is inside.
            await ChangeAsync(id, new InstanceChanges { Settings = new JsonObject { [setting] = found.Text(EntityFields.Container) } });
            Assert.Equal(found.Id, (await _entities.GetAsync(hub.Admin, id, found.Id, default)).Value.Id);
        }
    }

    private async Task<(Guid Id, ExternalEntity Found)> FoundAsync(string provider, string kind)
    {
        var id = await hub.ConnectAsync(hub.Admin, provider, provider == "jira" ? "basic" : "api_key");
        var found = (await _search.SearchAsync(hub.Admin, id, new SearchRequest(null, 1) { EntityTypes = [kind] }, default)).Value.Items[0];
        Assert.True((await _entities.GetAsync(hub.Admin, id, found.Id, default)).IsSuccess);
        return (id, found);
    }

    private async Task ChangeAsync(Guid id, InstanceChanges changes) => Assert.Null((await hub.Get<InstanceService>().UpdateAsync(hub.Admin, id, changes, null, default)).Failure);
}
