using Integrations.Core.Activity;
using Integrations.Core.Agents;
using Integrations.Core.Bulk;
using Integrations.Core.Connections;
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
        var moved = (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Moved;
        var again = (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Moved;

        Assert.Equal(new ReplacementCounts(2, 1, 1, 1), preview.Moved);
        Assert.Equal((1, 0, 0), (preview.PrivateLinks, preview.OtherTypes, preview.Programs));
        Assert.Equal(preview.Moved, moved);
        Assert.True(again.IsNothing);
        var links = await _hub.WithDatabaseAsync(db => db.Links.AsNoTracking().ToListAsync());
        Assert.Equal(["1", "1", "2"], links.Where(l => l.InstanceId == _to).Select(l => l.ExternalEntityId).Order(StringComparer.Ordinal));
        // Another person's came through an account of their own.
        Assert.Equal(_hub.User.UserId, Assert.Single(links, l => l.InstanceId == _from).OwnerUserId);
        Assert.Equal(["Live"], await _hub.WithDatabaseAsync(db => db.WidgetLinks.Where(w => w.InstanceId == _to).Select(w => w.Name).ToListAsync()));
        Assert.Equal($"integration={_to}&status=failed", Assert.Single(await _hub.Get<SavedFilterService>().ListAsync(_hub.Admin, SavedFilterLists.Activity, None)).Query);
        Assert.Equal(_from.ToString(), Assert.Single(await AuditAsync("integration.replaced")).TargetId);
        Assert.Equal(_to.ToString(), Assert.Single(await AuditAsync("integration.took_over")).TargetId);
        var widget = Assert.Single(await AuditAsync("widget_link.moved"));
        Assert.Equal("Live", widget.TargetName);
        Assert.Contains(_from.ToString(), widget.Before, StringComparison.Ordinal);
        Assert.Contains(_to.ToString(), widget.After, StringComparison.Ordinal);
        Assert.Contains(_to.ToString(), Assert.Single(await AuditAsync("saved_filter.changed")).After, StringComparison.Ordinal);
        Assert.Equal((3, 2), ((await AuditAsync("link.deleted")).Count, (await AuditAsync("link.created")).Count));
        Assert.Equal(5, await _hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.LinkCreated || e.Type == EventTypes.LinkDeleted)));
    }

    [Fact]
    public async Task Replacement_OfMoreThanOneChunk_MovesAll()
    {
        await AddAsync([.. Enumerable.Range(0, 450).Select(number => Link(_from, Guid.NewGuid(), $"{number}", null))]);

        Assert.Equal(450, (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Moved.Links);
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

    [Fact, Proves("S5")]
    public async Task Widgets_MoveOnlyAfterAFreshSignIn_AndShowTheOtherOneAtOnce()
    {
        await AddAsync(Link(_from, Guid.NewGuid(), "1", null));
        var links = _hub.Get<WidgetLinkService>();
        var created = (await links.CreateAsync(_hub.Admin, _from, new NewWidgetLink("Live", WidgetKind.Status, ["connectedAt"], []), None)).Value;
        Assert.Equal(_from, (await links.OpenAsync(WidgetKind.Status, created.Token.Reveal(), None)).Value.Instance.Id);

        var unattended = _hub.Admin with { SessionId = Guid.NewGuid(), AuthenticatedAt = _hub.Clock.GetUtcNow().AddHours(-1) };
        var refused = await Replacement.ReplaceAsync(unattended, _from, _to, None);
        Assert.Equal((Caller.ReauthenticationCode, true), (refused.Failure?.Code, refused.Moved.IsNothing));
        Assert.Equal(1, await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _from)));

        Assert.True((await Replacement.ReplaceAsync(unattended with { AuthenticatedAt = _hub.Clock.GetUtcNow() }, _from, _to, None)).IsSuccess);
        Assert.Equal(_to, (await links.OpenAsync(WidgetKind.Status, created.Token.Reveal(), None)).Value.Instance.Id);
    }

    [Fact]
    public async Task Links_OfTypesThatTheOtherIsNotAllowed_Stay()
    {
        await AddAsync(Link(_from, Guid.NewGuid(), "1", null), Link(_from, Guid.NewGuid(), "2", null, EntityTypes.Person));
        Assert.True((await _hub.Get<InstanceService>().UpdateAsync(_hub.Admin, _to, new InstanceChanges { AllowedShardTypes = [EntityTypes.Meeting] }, null, None)).IsSuccess);

        var preview = (await Replacement.PreviewAsync(_hub.Admin, _from, _to, None)).Value;
        var outcome = await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None);

        Assert.Equal((1, 1, 0), (preview.Moved.Links, preview.OtherTypes, preview.PrivateLinks));
        Assert.Null(outcome.Failure);
        Assert.Equal(1, outcome.Moved.Links);
        Assert.Equal("2", Assert.Single(await _hub.WithDatabaseAsync(db => db.Links.Where(l => l.InstanceId == _from).ToListAsync())).ExternalEntityId);
    }

    [Fact]
    public async Task Replacements_InBothDirectionsAtOnce_End_AndLoseNothing()
    {
        await AddAsync([.. Enumerable.Range(0, 250).SelectMany(number => new object[] { Link(_from, Guid.NewGuid(), $"a{number}", null), Link(_to, Guid.NewGuid(), $"b{number}", null) })]);

        await Task.WhenAll(Replacement.ReplaceAsync(_hub.Admin, _from, _to, None), Replacement.ReplaceAsync(_hub.Admin, _to, _from, None)).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(500, await _hub.WithDatabaseAsync(db => db.Links.CountAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OtherOne_DeletedOrDisabledMeanwhile_GetsNothing(bool deleted)
    {
        await AddAsync([.. Enumerable.Range(0, 450).Select(number => Link(_from, Guid.NewGuid(), $"{number}", null))]);
        var instances = _hub.Get<InstanceService>();

        var replacing = Replacement.ReplaceAsync(_hub.Admin, _from, _to, None);
        var ended = deleted ? (await instances.DeleteAsync(_hub.Admin, _to, None)).Failure : (await instances.DeactivateAsync(_hub.Admin, _to, None)).Failure;
        var outcome = await replacing;

        // The second of the two finds out: what is said to be moved is there, and the rest is where it was.
        Assert.True(ended is null || ended.Kind == FailureKind.Stale);
        Assert.True(outcome.IsSuccess || ended is null);
        Assert.Equal((outcome.Moved.Links, 450 - outcome.Moved.Links), (
            await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _to)), await _hub.WithDatabaseAsync(db => db.Links.CountAsync(l => l.InstanceId == _from))));
    }

    [Fact]
    public async Task AnotherSiteOfTheVendor_IsNoChoice_AndIsRefused()
    {
        await AddAsync(ConnectionTo(_from, "https://github.one.example/api/v3"), ConnectionTo(_to, "https://github.two.example/api/v3"));
        var same = await EnableAsync("github", "Same");
        var fresh = await EnableAsync("github", "Not connected yet");
        await AddAsync(ConnectionTo(same, "https://GITHUB.one.example/api/v3"));

        Assert.Equal([fresh, same], (await Replacement.ChoicesAsync(_hub.Admin, _from, None)).Value.Select(choice => choice.Id));
        Assert.Contains("to", (await Replacement.PreviewAsync(_hub.Admin, _from, _to, None)).Failure!.Fields!);
        Assert.Contains("to", (await Replacement.ReplaceAsync(_hub.Admin, _from, _to, None)).Failure!.Fields!);
        Assert.True((await Replacement.PreviewAsync(_hub.Admin, _from, same, None)).IsSuccess);
    }

    [Fact, Proves("A1")]
    public async Task Dependents_CountWidgetsSavedFiltersAndPrograms_AsTheCallerMaySeeThem()
    {
        await AddAsync(Widget(_from, "Live"), Widget(_from, "Revoked", revoked: true), Widget(_to, "Other"));
        var filters = _hub.Get<SavedFilterService>();
        await filters.SaveAsync(_hub.User, new NewSavedFilter(SavedFilterLists.Activity, "Old", $"integration={_from}", IsShared: false), None);
        await filters.SaveAsync(_hub.User, new NewSavedFilter(SavedFilterLists.Activity, "Failed", "status=failed", IsShared: false), None);
        await filters.SaveAsync(_hub.Admin, new NewSavedFilter(SavedFilterLists.Activity, "Shared", $"integration={_from}", IsShared: true), None);
        var now = _hub.Clock.GetUtcNow();
        await AddAsync(
            Grant(_hub.Admin, _hub.Admin.UserId, _from, now.AddDays(1)), Grant(_hub.Admin, null, _from, now.AddDays(1)), Grant(_hub.User, _hub.User.UserId, _from, now.AddDays(1)),
            Grant(_hub.Admin, _hub.Admin.UserId, _from, now), Grant(_hub.Admin, _hub.Admin.UserId, _from, now.AddDays(1), revoked: true), Grant(_hub.Admin, _hub.Admin.UserId, _to, now.AddDays(1)),
            Grant(_hub.Stranger, _hub.Stranger.UserId, _from, now.AddDays(1)));

        var dependents = _hub.Get<Dependents>();
        var (admin, user, foreign) = (await dependents.OfAsync(_hub.Admin, [_from], None), await dependents.OfAsync(_hub.User, [_from], None), await dependents.OfAsync(_hub.Stranger, [_from], None));

        Assert.Equal((1, 1, 2), (admin.Widgets, admin.SavedFilters, admin.Programs));
        Assert.Equal((0, 2, 1), (user.Widgets, user.SavedFilters, user.Programs));
        Assert.Equal((0, 0, 0), (foreign.Widgets, foreign.SavedFilters, foreign.Programs));
        Assert.Equal(2, (await Replacement.PreviewAsync(_hub.Admin, _from, _to, None)).Value.Programs);
    }

    private async Task<Guid> EnableAsync(string provider, string name) =>
        (await _hub.Get<InstanceService>().CreateAsync(_hub.Admin, new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = name }), None)).Value.Id;

    private Task<List<AuditEntry>> AuditAsync(string action) => _hub.WithDatabaseAsync(db => db.AuditEntries.Where(e => e.Action == action).ToListAsync());

    private Task<int> AddAsync(params object[] rows) => _hub.WithDatabaseAsync(db =>
    {
        db.AddRange(rows);
        return db.SaveChangesAsync();
    });

    private EntityLink Link(Guid instance, Guid meeting, string thing, Guid? owner, string type = EntityTypes.Meeting) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = _hub.Admin.OrganizationId!.Value,
        EntityType = type,
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

    private Connection ConnectionTo(Guid instance, string address) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = _hub.Admin.OrganizationId!.Value,
        InstanceId = instance,
        ProviderKey = "github",
        AuthKind = "api_key",
        Status = ConnectionStatus.Active,
        Hosts = ["api.github.com", "github.com", new Uri(address).Host],
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = address },
        ConnectedAt = _hub.Clock.GetUtcNow(),
        CreatedAt = _hub.Clock.GetUtcNow(),
    };

    private AgentGrant Grant(Caller of, Guid? person, Guid instance, DateTimeOffset expires, bool revoked = false) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = of.OrganizationId!.Value,
        UserId = person,
        ClientKey = $"key:{Guid.NewGuid():N}",
        ClientName = "A program",
        Integrations = [new AgentGrantedIntegration(instance, MayRead: true, [])],
        CreatedAt = _hub.Clock.GetUtcNow(),
        ExpiresAt = expires,
        RevokedAt = revoked ? _hub.Clock.GetUtcNow() : null,
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
