using Integrations.Core.Activity;
using Integrations.Core.Bulk;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.SavedFilters;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Bulk;

public sealed class IntegrationReplacementTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CoreHub _hub = null!;
    private Guid _from;
    private Guid _to;

    private IntegrationReplacement Replacement => _hub.Get<IntegrationReplacement>();

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync();
        (_from, _to) = (await EnableAsync("github", "Old"), await EnableAsync("github", "New"));
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Replacement_MovesWhatItSaid_AndAgainMovesNothing()
    {
        var meeting = Guid.NewGuid();
        await AddAsync(
            Link(_from, meeting, "1", null), Link(_from, meeting, "2", null), Link(_to, meeting, "2", null), Link(_from, meeting, "1", _hub.Admin.UserId), Link(_from, meeting, "1", _hub.User.UserId));
        await AddAsync(Widget(_from, "Live"), Widget(_from, "Revoked", revoked: true));
        await _hub.Get<SavedFilterService>().SaveAsync(_hub.Admin, new NewSavedFilter(SavedFilterLists.Activity, "Old ones", $"integration={_from}&status=failed", IsShared: true), None);

        var preview = (await Replacement.PreviewAsync(_hub.Admin, _from, _to, None)).Value;
        var moved = (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Value;
        var again = (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Value;

        Assert.Equal(new ReplacementCounts(2, 1, 1, 1), preview.Moved);
        Assert.Equal((1, 0), (preview.PrivateLinks, preview.Programs));
        Assert.Equal(preview.Moved, moved);
        Assert.True(again.IsNothing);
        var links = await _hub.WithDatabaseAsync(db => db.Links.AsNoTracking().ToListAsync());
        Assert.Equal(["1", "1", "2"], links.Where(l => l.InstanceId == _to).Select(l => l.ExternalEntityId).Order(StringComparer.Ordinal));
        // Another person's came through an account of their own.
        Assert.Equal(_hub.User.UserId, Assert.Single(links, l => l.InstanceId == _from).OwnerUserId);
        Assert.Equal(["Live"], await _hub.WithDatabaseAsync(db => db.WidgetLinks.Where(w => w.InstanceId == _to).Select(w => w.Name).ToListAsync()));
        Assert.Equal($"integration={_to}&status=failed", Assert.Single(await _hub.Get<SavedFilterService>().ListAsync(_hub.Admin, SavedFilterLists.Activity, None)).Query);
        Assert.Single(await AuditAsync("integration.replaced"));
        Assert.Equal((3, 2), ((await AuditAsync("link.deleted")).Count, (await AuditAsync("link.created")).Count));
        Assert.Equal(5, await _hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.LinkCreated || e.Type == EventTypes.LinkDeleted)));
    }

    [Fact]
    public async Task Replacement_OfMoreThanOneChunk_MovesAll()
    {
        await AddAsync([.. Enumerable.Range(0, 450).Select(number => Link(_from, Guid.NewGuid(), $"{number}", null))]);

        Assert.Equal(450, (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Value.Links);
        Assert.Equal(450, await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _to)));
    }

    [Fact]
    public async Task Replacements_AtTheSameMoment_LoseAndDoubleNothing()
    {
        await AddAsync([.. Enumerable.Range(0, 30).Select(number => Link(_from, Guid.NewGuid(), $"{number}", null))]);

        var moved = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)));

        Assert.All(moved, result => Assert.True(result.IsSuccess, result.Failure?.ToString()));
        Assert.Equal((30, 0), (await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _to)), await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _from))));
    }

    [Fact]
    public async Task Choices_AreEnabledOnesOfTheSameProviderAndPeople()
    {
        var (other, off) = (await EnableAsync("jira", "Jira"), await EnableAsync("github", "Off"));
        await _hub.Get<InstanceService>().DeactivateAsync(_hub.Admin, off, None);
        var own = (await _hub.Get<InstanceService>().CreateAsync(_hub.Admin, new NewInstance("github", InstanceLevel.User, new InstanceChanges { Name = "Mine" }), None)).Value.Id;

        Assert.Equal([_to], (await Replacement.ChoicesAsync(_hub.Admin, _from, None)).Value.Select(choice => choice.Id));
        foreach (var wrong in new[] { other, off, own, _from, Guid.NewGuid() })
        {
            Assert.Contains("to", (await Replacement.PreviewAsync(_hub.Admin, _from, wrong, None)).Failure!.Fields!);
            Assert.Contains("to", (await Replacement.ReplaceAsync(_hub.Admin, _from, wrong, None)).Failure!.Fields!);
        }
    }

    [Fact, Proves("A1")]
    public async Task Replacement_IsForWhoMayChangeIt()
    {
        await AddAsync(Link(_from, Guid.NewGuid(), "1", null));

        Assert.Equal(FailureKind.Forbidden, (await Replacement.ChoicesAsync(_hub.User, _from, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Replacement.ReplaceAsync(_hub.User, _from, _to, None)).Failure?.Kind);
        Assert.Equal(FailureKind.NotFound, (await Replacement.ReplaceAsync(_hub.Stranger, _from, _to, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Replacement.ReplaceAsync(_hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Admin }, _from, _to, None)).Failure?.Kind);
        Assert.Equal(1, await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _from)));
    }

    [Fact]
    public async Task Dependents_CountWidgetsAndSavedFilters()
    {
        await AddAsync(Widget(_from, "Live"), Widget(_from, "Revoked", revoked: true), Widget(_to, "Other"));
        var filters = _hub.Get<SavedFilterService>();
        await filters.SaveAsync(_hub.User, new NewSavedFilter(SavedFilterLists.Activity, "Old", $"integration={_from}", IsShared: false), None);
        await filters.SaveAsync(_hub.User, new NewSavedFilter(SavedFilterLists.Activity, "Failed", "status=failed", IsShared: false), None);

        var things = await _hub.Get<Dependents>().OfAsync(_hub.Admin, [_from], None);
        var foreign = await _hub.Get<Dependents>().OfAsync(_hub.Stranger, [_from], None);

        Assert.Equal((1, 1, 0), (things.Widgets, things.SavedFilters, things.Programs));
        Assert.Equal((0, 0, 0), (foreign.Widgets, foreign.SavedFilters, foreign.Programs));
    }

    private async Task<Guid> EnableAsync(string provider, string name) =>
        (await _hub.Get<InstanceService>().CreateAsync(_hub.Admin, new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = name }), None)).Value.Id;

    private Task<List<AuditEntry>> AuditAsync(string action) => _hub.WithDatabaseAsync(db => db.AuditEntries.Where(e => e.Action == action).ToListAsync());

    private Task<int> AddAsync(params object[] rows) => _hub.WithDatabaseAsync(db =>
    {
        db.AddRange(rows);
        return db.SaveChangesAsync();
    });

    private EntityLink Link(Guid instance, Guid meeting, string thing, Guid? owner) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = _hub.Admin.OrganizationId!.Value,
        EntityType = EntityTypes.Meeting,
        EntityId = meeting,
        InstanceId = instance,
        ProviderKey = "github",
        ExternalEntityId = thing,
        ExternalType = "issue",
        Title = $"Issue {thing}",
        OwnerUserId = owner,
        CreatedAt = _hub.Clock.GetUtcNow(),
        RefreshedAt = _hub.Clock.GetUtcNow(),
    };

    private WidgetLink Widget(Guid instance, string name, bool revoked = false) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = _hub.Admin.OrganizationId!.Value,
        InstanceId = instance,
        Kind = WidgetKind.Status,
        Name = name,
        Hash = Guid.NewGuid().ToString("N"),
        Hint = "abcd",
        CreatedAt = _hub.Clock.GetUtcNow(),
        ExpiresAt = _hub.Clock.GetUtcNow().AddDays(1),
        RevokedAt = revoked ? _hub.Clock.GetUtcNow() : null,
    };
}
