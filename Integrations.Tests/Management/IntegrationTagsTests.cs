using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Management;

public sealed class IntegrationTagsTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CoreHub _hub = null!;

    private InstanceService Instances => _hub.Get<InstanceService>();

    private IntegrationTags Tags => _hub.Get<IntegrationTags>();

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Tags_AreSetWithoutRegardToCase_AndShownInOrder()
    {
        var id = await EnableAsync("GitHub");

        var view = (await SetAsync(id, ["zoo", " Sales  team ", "ZOO", "sales \u200B team"])).Value;

        Assert.Equal(["Sales team", "zoo"], view.Tags);
        Assert.Equal(view.Tags, (await Instances.GetAsync(_hub.User, id, None)).Value.Tags);
        Assert.Equal(["Zoo"], (await SetAsync(id, ["Zoo"])).Value.Tags);
        Assert.Empty((await SetAsync(id, [])).Value.Tags);
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\u202Eevil")]
    [InlineData("שיווק")]
    [InlineData("%_\\'")]
    public async Task Tags_OfAnyKind_AreFoundAgain(string tag)
    {
        var id = await EnableAsync("GitHub");
        Assert.Equal([tag], (await SetAsync(id, [tag])).Value.Tags);

        var found = await Instances.ListAsync(_hub.User, new InstanceFilter { Tag = tag.ToLowerInvariant() }, new PageRequest(10), None);

        Assert.Equal(id, Assert.Single(found.Value.Items).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u200B")]
    [InlineData("a\u0000b")]
    [InlineData("a,b")]
    [InlineData("1234567890123456789012345678901")]
    public async Task Tags_ThatAreNone_AreRefused(string tag) => Assert.Contains("tags", (await SetAsync(await EnableAsync("GitHub"), [tag])).Failure!.Fields!);

    [Fact]
    public async Task Tags_MoreThanTen_AreRefused_AlsoForTwoAtOnce()
    {
        var id = await EnableAsync("GitHub");
        Assert.Contains("tags", (await SetAsync(id, [.. Enumerable.Range(0, 11).Select(n => $"t{n}")])).Failure!.Fields!);
        Assert.True((await SetAsync(id, [.. Enumerable.Range(0, 9).Select(n => $"t{n}")])).IsSuccess);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Tags.ChangeAsync(_hub.Admin, [id], new TagChanges([$"more {n}"], []), None)));

        Assert.Equal(10, (await Instances.GetAsync(_hub.Admin, id, None)).Value.Tags.Count);
    }

    [Fact, Proves("A1")]
    public async Task List_CountsWhatTheCallerSees()
    {
        await SetAsync(await EnableAsync("GitHub"), ["Sales"]);
        await SetAsync(await EnableAsync("Jira"), ["sales", "other"]);
        var own = (await Instances.CreateAsync(_hub.User, new NewInstance("github", InstanceLevel.User, new InstanceChanges { Name = "Mine", Tags = ["private"] }), None)).Value;
        Assert.Equal(["private"], own.Tags);

        Assert.Equal([("other", 1), ("SALES", 2)], (await Tags.ListAsync(_hub.Admin, None)).Select(tag => (tag.Name == "other" ? tag.Name : tag.Name.ToUpperInvariant(), tag.Integrations)));
        Assert.Contains(await Tags.ListAsync(_hub.User, None), tag => tag.Name == "private");
        Assert.Empty(await Tags.ListAsync(_hub.Stranger, None));
    }

    [Fact]
    public async Task Change_OfMany_AddsAndTakesAway_AndAgainChangesNothing()
    {
        var (first, second) = (await EnableAsync("GitHub"), await EnableAsync("Jira"));
        await SetAsync(first, ["Old", "keep"]);
        var changes = new TagChanges(["new"], ["OLD"]);

        var outcome = (await Tags.ChangeAsync(_hub.Admin, [first, second, Guid.NewGuid()], changes, None)).Value;
        var again = (await Tags.ChangeMatchingAsync(_hub.Admin, new InstanceFilter(), changes, None)).Value;

        Assert.Equal((2, 0, 1), (outcome.Changed, outcome.Unchanged, outcome.Refused));
        Assert.Equal((0, 2, 0), (again.Changed, again.Unchanged, again.Refused));
        Assert.Equal(["keep", "new"], (await Instances.GetAsync(_hub.Admin, first, None)).Value.Tags);
        Assert.Equal(["new"], (await Instances.GetAsync(_hub.Admin, second, None)).Value.Tags);
        var entries = await _hub.WithDatabaseAsync(db => db.AuditEntries.Where(e => e.Action == "integration.updated" && e.After!.Contains("new")).ToListAsync());
        Assert.Equal(2, entries.Count);
        Assert.Contains("Old", Assert.Single(entries, e => e.TargetId == first.ToString()).Before, StringComparison.Ordinal);
    }

    [Fact, Proves("A1")]
    public async Task Change_OfWhatTheCallerMayNotChange_IsRefused()
    {
        var id = await EnableAsync("GitHub");
        var changes = new TagChanges(["mine"], []);

        Assert.Equal((0, 1), ((await Tags.ChangeAsync(_hub.User, [id], changes, None)).Value is var byUser ? (byUser.Changed, byUser.Refused) : default));
        Assert.Equal((0, 1), ((await Tags.ChangeAsync(_hub.Stranger, [id], changes, None)).Value is var byStranger ? (byStranger.Changed, byStranger.Refused) : default));
        Assert.Equal(FailureKind.Forbidden, (await Instances.UpdateAsync(_hub.User, id, new InstanceChanges { Tags = ["x"] }, null, None)).Failure?.Kind);
        Assert.Empty((await Instances.GetAsync(_hub.Admin, id, None)).Value.Tags);
        Assert.Equal("validation", (await Tags.ChangeAsync(_hub.Admin, [], changes, None)).Failure?.Code);
        Assert.Equal("validation", (await Tags.ChangeAsync(_hub.Admin, [id], new TagChanges([], []), None)).Failure?.Code);
    }

    [Fact]
    public async Task SameTag_AtTheSameMoment_IsNoTakenName()
    {
        var id = await EnableAsync("GitHub");

        var set = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SetAsync(id, ["sales"])));

        Assert.Contains(set, result => result.IsSuccess);
        Assert.All(set, result => Assert.True(result.IsSuccess || result.Failure.Kind == FailureKind.Stale, result.Failure?.ToString()));
        Assert.Equal(["sales"], (await Instances.GetAsync(_hub.Admin, id, None)).Value.Tags);
    }

    [Fact]
    public async Task Deletion_IsAuditedWithTags()
    {
        var id = await EnableAsync("GitHub");
        await SetAsync(id, ["sales"]);

        Assert.True((await Instances.DeleteAsync(_hub.Admin, id, None)).IsSuccess);

        Assert.Contains("sales", (await _hub.WithDatabaseAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "integration.deleted"))).Before, StringComparison.Ordinal);
    }

    private async Task<Guid> EnableAsync(string name) =>
        (await Instances.CreateAsync(_hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = name }), None)).Value.Id;

    private Task<Result<InstanceView>> SetAsync(Guid id, IReadOnlyList<string> tags) => Instances.UpdateAsync(_hub.Admin, id, new InstanceChanges { Tags = tags }, null, None);
}
