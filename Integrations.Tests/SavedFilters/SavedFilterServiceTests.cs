using Integrations.Core.SavedFilters;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.SavedFilters;

public sealed class SavedFilterServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CoreHub _hub = null!;

    private SavedFilterService Filters => _hub.Get<SavedFilterService>();

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact, Proves("A1")]
    public async Task OwnFilter_IsSeenByItsOwnerOnly()
    {
        var saved = (await Filters.SaveAsync(_hub.User, New("Failing"), None)).Value;

        Assert.Equal(saved, Assert.Single(await ListAsync(_hub.User)));
        Assert.Equal(("status=error", false, true), (saved.Query, saved.IsShared, saved.MayChange));
        Assert.Empty(await ListAsync(_hub.OtherUser));
        Assert.Empty(await ListAsync(_hub.Admin));
        Assert.Empty(await Filters.ListAsync(_hub.User, SavedFilterLists.Activity, None));
        Assert.Equal("saved_filter.not_found", (await Filters.ChangeAsync(_hub.Admin, saved.Id, "Mine", false, None)).Failure?.Code);
        Assert.True((await Filters.DeleteAsync(_hub.OtherUser, saved.Id, None)).IsSuccess);
        Assert.Single(await ListAsync(_hub.User));
    }

    [Fact, Proves("A1")]
    public async Task SharedFilter_IsSeenByItsOrganization_AndChangedByAdministrators()
    {
        var shared = (await Filters.SaveAsync(_hub.Admin, New("Failing") with { IsShared = true }, None)).Value;

        Assert.False(Assert.Single(await ListAsync(_hub.User)).MayChange);
        Assert.Empty(await ListAsync(_hub.Stranger));
        Assert.Equal(FailureKind.Forbidden, (await Filters.ChangeAsync(_hub.User, shared.Id, "Other", true, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Filters.DeleteAsync(_hub.User, shared.Id, None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Filters.SaveAsync(_hub.User, New("Ours") with { IsShared = true }, None)).Failure?.Kind);

        Assert.Equal("Broken", (await Filters.ChangeAsync(_hub.Admin, shared.Id, " Broken ", false, None)).Value.Name);
        Assert.Empty(await ListAsync(_hub.User));
    }

    [Fact]
    public async Task Names_AreUniqueForAListAmongOwn_AndAmongShared()
    {
        Assert.True((await Filters.SaveAsync(_hub.Admin, New("Failing"), None)).IsSuccess);

        Assert.Equal(SavedFilterFailures.NameTakenCode, (await Filters.SaveAsync(_hub.Admin, New("FAILING"), None)).Failure?.Code);
        Assert.True((await Filters.SaveAsync(_hub.Admin, New("Failing") with { IsShared = true }, None)).IsSuccess);
        Assert.True((await Filters.SaveAsync(_hub.Admin, new NewSavedFilter(SavedFilterLists.Activity, "Failing", "status=failed", false), None)).IsSuccess);
        Assert.True((await Filters.SaveAsync(_hub.User, New("Failing"), None)).IsSuccess);
        // Sharing one's own meets the shared one of that name.
        var own = Assert.Single(await ListAsync(_hub.User), filter => !filter.IsShared);
        Assert.Equal(FailureKind.Forbidden, (await Filters.ChangeAsync(_hub.User, own.Id, "Failing", true, None)).Failure?.Kind);
        var admins = Assert.Single(await ListAsync(_hub.Admin), filter => !filter.IsShared);
        Assert.Equal(SavedFilterFailures.NameTakenCode, (await Filters.ChangeAsync(_hub.Admin, admins.Id, "Failing", true, None)).Failure?.Code);
    }

    [Theory]
    [InlineData("", "validation")]
    [InlineData("\u200B\u2060", "validation")]
    [InlineData("a\nb", "validation")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890", "validation")]
    public async Task Names_WithNothingToSee_OrTooLong_AreRefused(string name, string code) =>
        Assert.Equal(code, (await Filters.SaveAsync(_hub.User, New(name), None)).Failure?.Code);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Efdp.exe")]
    [InlineData("שלום עולם")]
    [InlineData("50% _off_ 'quoted' \"twice\"; DROP TABLE")]
    public async Task Names_OfAnyKind_AreKeptAsTheyAre(string name) => Assert.Equal(name, (await Filters.SaveAsync(_hub.User, New(name), None)).Value.Name);

    [Theory]
    [InlineData("page=3&before=x&row=1")]
    [InlineData("")]
    [InlineData("?q=&status=")]
    [InlineData("%%%=1&=2&&&")]
    public async Task Query_ThatNarrowsNothing_IsNotKept(string query) =>
        Assert.Equal("saved_filter.nothing", (await Filters.SaveAsync(_hub.User, New("Empty") with { Query = query }, None)).Failure?.Code);

    [Theory]
    [InlineData("?page=2&Q=a+b%26c&status=error&status=pending", "q=a%20b%26c&status=error")]
    [InlineData("tag=%3Cb%3E&q=%E2%80%AE", "q=%E2%80%AE&tag=%3Cb%3E")]
    [InlineData("javascript:alert(1)&q=//evil.example", "q=%2F%2Fevil.example")]
    public void Query_IsReadAsPagesReadIt_AndWrittenInOneWay(string given, string query)
    {
        Assert.Equal(query, SavedFilterQuery.Normalize(SavedFilterLists.Integrations, given));
        Assert.Equal(query, SavedFilterQuery.Normalize(SavedFilterLists.Integrations, query));
    }

    [Theory]
    [InlineData("?where=status:open&where=assignee:ada&kind=issue&kind=pull&page=2&where=status:open", "kind=issue&where=assignee%3Aada&where=status%3Aopen")]
    [InlineData("fields=title,status&q=x", "fields=title%2Cstatus")]
    public void Query_OfAnIntegrationsData_KeepsEachOfItsFilters(string given, string query)
    {
        var list = SavedFilterLists.DataOf(Guid.NewGuid());
        Assert.InRange(list.Length, 1, SavedFilterLists.KeyMaxLength);
        Assert.Equal(query, SavedFilterQuery.Normalize(list, given));
        Assert.Equal(query, SavedFilterQuery.Normalize(list, query));
        Assert.Empty(SavedFilterQuery.Normalize("data:none", given));
    }

    [Fact]
    public async Task Filters_OfAnIntegrationsData_AreItsOwn()
    {
        string[] lists = [SavedFilterLists.DataOf(Guid.NewGuid()), SavedFilterLists.DataOf(Guid.NewGuid())];
        foreach (var list in lists)
        {
            Assert.True((await Filters.SaveAsync(_hub.Admin, new NewSavedFilter(list, "Open ones", "where=status:open", IsShared: true), None)).IsSuccess);
        }

        Assert.Single(await Filters.ListAsync(_hub.User, lists[0], None));
        Assert.Empty(await Filters.ListAsync(_hub.User, SavedFilterLists.DataOf(Guid.NewGuid()), None));
    }

    [Fact]
    public async Task Query_TooLong_AndListsWithoutEnd_AreRefused()
    {
        Assert.Equal("saved_filter.too_long", (await Filters.SaveAsync(_hub.User, New("Long") with { Query = $"q={new string('x', 1_100)}" }, None)).Failure?.Code);
        Assert.Equal("saved_filter.nothing", (await Filters.SaveAsync(_hub.User, New("Elsewhere") with { List = "sessions" }, None)).Failure?.Code);
        for (var number = 0; number < SavedFilter.MostOfAList; number++)
        {
            Assert.True((await Filters.SaveAsync(_hub.User, New($"Filter {number}"), None)).IsSuccess);
        }

        Assert.Equal("saved_filter.too_many", (await Filters.SaveAsync(_hub.User, New("One more"), None)).Failure?.Code);
    }

    [Fact]
    public async Task Changes_AreAudited_AndOfOwnFiltersNothingThatWasLookedFor()
    {
        var own = (await Filters.SaveAsync(_hub.User, New("Salaries") with { Query = "q=salaries" }, None)).Value;
        Assert.True((await Filters.DeleteAsync(_hub.User, own.Id, None)).IsSuccess);
        var shared = (await Filters.SaveAsync(_hub.Admin, New("Failing") with { IsShared = true }, None)).Value;
        await Filters.ChangeAsync(_hub.Admin, shared.Id, "Broken", true, None);

        var entries = await _hub.WithDatabaseAsync(db => db.Set<Core.Activity.AuditEntry>().Where(e => e.TargetType == "saved_filter").OrderBy(e => e.Sequence).ToListAsync());
        Assert.Equal(["saved_filter.created", "saved_filter.deleted", "saved_filter.created", "saved_filter.changed"], entries.Select(e => e.Action));
        Assert.DoesNotContain(entries, e => $"{e.TargetName}{e.Before}{e.After}".Contains("salaries", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Failing", entries[3].Before, StringComparison.Ordinal);
        Assert.Contains("Broken", entries[3].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_HoldsForSharingToo_AndOnesOwnAreNeverCut()
    {
        for (var number = 0; number < SavedFilter.MostOfAList; number++)
        {
            Assert.True((await Filters.SaveAsync(_hub.Admin, New($"A shared {number}") with { IsShared = true }, None)).IsSuccess);
            Assert.True((await Filters.SaveAsync(_hub.Admin, New($"Own {number}"), None)).IsSuccess);
        }

        var all = await ListAsync(_hub.Admin);
        Assert.Equal(2 * SavedFilter.MostOfAList, all.Count);
        var (own, shared) = (all.First(filter => !filter.IsShared), all.First(filter => filter.IsShared));
        Assert.Equal("saved_filter.too_many", (await Filters.ChangeAsync(_hub.Admin, own.Id, own.Name, true, None)).Failure?.Code);
        Assert.Equal("saved_filter.too_many", (await Filters.ChangeAsync(_hub.Admin, shared.Id, shared.Name, false, None)).Failure?.Code);
        Assert.True((await Filters.ChangeAsync(_hub.Admin, own.Id, "Renamed", false, None)).IsSuccess);
    }

    [Fact]
    public async Task Change_ThatChangesNothing_IsNotAudited()
    {
        var saved = (await Filters.SaveAsync(_hub.User, New("Failing"), None)).Value;

        Assert.Equal(saved, (await Filters.ChangeAsync(_hub.User, saved.Id, " Failing ", false, None)).Value);
        Assert.Empty(await _hub.WithDatabaseAsync(db => db.Set<Core.Activity.AuditEntry>().Where(e => e.Action == "saved_filter.changed").ToListAsync()));
    }

    [Fact]
    public async Task SharedFilter_MadeAgain_KeepsItsOwner_AndIsTheirsWhenItIsTakenBack()
    {
        var again = (await Filters.SaveAsync(_hub.Admin, New("Failing") with { IsShared = true, OwnerUserId = _hub.User.UserId }, None)).Value;
        var foreign = (await Filters.SaveAsync(_hub.Admin, New("Of a stranger") with { IsShared = true, OwnerUserId = _hub.Stranger.UserId }, None)).Value;
        var own = (await Filters.SaveAsync(_hub.Admin, New("Mine") with { OwnerUserId = _hub.User.UserId }, None)).Value;
        Assert.Equal((_hub.User.UserId, _hub.Admin.UserId, _hub.Admin.UserId), (again.OwnerUserId, foreign.OwnerUserId, own.OwnerUserId));

        // Whose it is not any more cannot change it.
        Assert.False((await Filters.ChangeAsync(_hub.Admin, again.Id, "Failing", false, None)).Value.MayChange);
        Assert.True(Assert.Single(await ListAsync(_hub.User), filter => !filter.IsShared).MayChange);
    }

    [Fact]
    public async Task Delete_AtTheSameMoment_IsDoneForAll()
    {
        var saved = (await Filters.SaveAsync(_hub.User, New("Failing"), None)).Value;

        var deleted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Filters.DeleteAsync(_hub.User, saved.Id, None)));

        Assert.All(deleted, result => Assert.True(result.IsSuccess, result.Failure?.ToString()));
        Assert.Empty(await ListAsync(_hub.User));
    }

    [Fact]
    public async Task Name_ThatDiffersInWhatIsNotSeen_IsTheSame()
    {
        Assert.True((await Filters.SaveAsync(_hub.User, New("Of sales"), None)).IsSuccess);

        Assert.Equal(SavedFilterFailures.NameTakenCode, (await Filters.SaveAsync(_hub.User, New("of \u200B sales"), None)).Failure?.Code);
        // As long as a name can be: its canonical form is three times that.
        Assert.True((await Filters.SaveAsync(_hub.User, New(new string('\uFB2C', SavedFilter.NameMaxLength)), None)).IsSuccess);
    }

    [Fact]
    public async Task SameName_AtTheSameMoment_IsSavedOnce()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Filters.SaveAsync(_hub.User, New("Failing"), None)));

        Assert.Single(saved, result => result.IsSuccess);
        Assert.Single(await ListAsync(_hub.User));
    }

    [Fact]
    public async Task Caller_WithoutOrganizationOrThatOnlyReads_KeepsNothing()
    {
        var nobody = _hub.User with { OrganizationId = null };
        Assert.Empty(await ListAsync(nobody));
        Assert.Equal(FailureKind.Forbidden, (await Filters.SaveAsync(nobody, New("x"), None)).Failure?.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Filters.SaveAsync(_hub.User with { Scopes = Core.Permissions.TokenScopes.Read }, New("x"), None)).Failure?.Kind);
    }

    private static NewSavedFilter New(string name) => new(SavedFilterLists.Integrations, name, "status=error", IsShared: false);

    private Task<IReadOnlyList<SavedFilterView>> ListAsync(Core.Permissions.Caller caller) => Filters.ListAsync(caller, SavedFilterLists.Integrations, None);
}
