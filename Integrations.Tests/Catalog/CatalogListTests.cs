using Integrations.Core.Catalog;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Catalog;

/// <summary>Pages of the catalog, which are cut from what was sorted once, are those that sorting and filtering for each request would give.</summary>
public sealed class CatalogListTests : IAsyncLifetime
{
    private static readonly Caller Super = new(Guid.CreateVersion7(), null, Role.SuperAdmin) { DisplayName = "super@demo.test" };

    private CoreHub _hub = null!;

    public static TheoryData<string?, bool> Orders
    {
        get
        {
            var orders = new TheoryData<string?, bool>();
            foreach (var order in new[] { null, "name", "displayName", "provider", "category", "status", "createdAt", "updatedAt" })
            {
                orders.Add(order, false);
                orders.Add(order, true);
            }

            return orders;
        }
    }

    private CatalogService Catalog => _hub.Get<CatalogService>();

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync();
        // Some of each state, and the same name twice.
        foreach (var (key, patch) in new[]
        {
            ("github", """{ "status": "beta" }"""), ("jira", """{ "status": "disabled" }"""), ("slack", """{ "audience": "system" }"""),
            ("todoist", """{ "displayName": "Élan", "description": "Größe zählt" }"""), ("asana", """{ "displayName": "elan" }"""), ("zapier", """{ "displayName": "elan" }"""),
        })
        {
            var changed = await _hub.Get<ProviderAdministration>().PatchAsync(Super, null, key, System.Text.Json.Nodes.JsonNode.Parse(patch)!.AsObject(), null, CancellationToken.None);
            Assert.True(changed.IsSuccess, $"{key}: {changed.Failure}");
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_AreThoseOfTheWholeList_InEachOrder_ForEachFilter(string? order, bool descending)
    {
        ProviderFilter[] filters =
        [
            new(), new(Category: "crm"), new(Category: "no_such"), new(Status: "beta"), new(Audience: "system"), new(Status: "active", Audience: "tenant", Category: "communication"),
            new(Search: "a"), new(Search: " ELAN "), new(Search: "e\u0301lan"), new(Search: "GRÖSSE"), new(Search: "größe Z"), new(Search: "t\nn"), new(Search: "no such"), new(Category: "data_source", Search: "issues"),
        ];
        foreach (var filter in filters)
        {
            await SameAsync(page => Catalog.ListOfferedAsync(_hub.User, filter, page, CancellationToken.None), e => e.IsOffered, filter, order, descending);
            await SameAsync(page => Catalog.ListOfferedAsync(Super, filter, page, CancellationToken.None), e => e.Document.Status == "active", filter, order, descending);
            await SameAsync(page => Catalog.ListAllAsync(Super, filter, page, CancellationToken.None), _ => true, filter, order, descending);
        }
    }

    [Fact]
    public async Task AnOrderThatIsNone_AndALimitThatIsTooHigh_AreRefused()
    {
        Assert.Equal("validation", (await Catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(SortBy: "colour"), CancellationToken.None)).Failure?.Code);
        Assert.Equal("validation", (await Catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(101), CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Catalog.ListAllAsync(_hub.Admin, new(), new PageRequest(), CancellationToken.None)).Failure?.Code);
        var past = (await Catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(10, PageRequest.MaxOffset), CancellationToken.None)).Value;
        Assert.Empty(past.Items);
        Assert.Equal((await Catalog.OfferedAsync(_hub.User, CancellationToken.None)).Entries.Count, past.Total);
    }

    [Fact]
    public async Task WhoMaySeeTheSame_IsGivenTheSame_AndOnlySuperAdministratorsSeeMore()
    {
        var (user, stranger, super) = (await Catalog.OfferedAsync(_hub.User, CancellationToken.None), await Catalog.OfferedAsync(_hub.Stranger, CancellationToken.None), await Catalog.OfferedAsync(Super, CancellationToken.None));

        Assert.Same(user, stranger);
        Assert.DoesNotContain(user.Entries, entry => entry.Key is "github" or "jira" or "slack");
        Assert.Contains(super.Entries, entry => entry.Key == "slack");
        Assert.DoesNotContain(super.Entries, entry => entry.Key is "github" or "jira");
        Assert.Equal(user.Entries.Count + 1, super.Entries.Count);
        Assert.Equal(user.Entries.GroupBy(entry => entry.Document.Category).ToDictionary(group => group.Key, group => group.Count()), user.Categories);
    }

    /// <summary>Walks the pages, and compares them with what one statement over all says.</summary>
    private async Task SameAsync(Func<PageRequest, Task<Result<Page<CatalogEntry>>>> ask, Func<CatalogEntry, bool> isSeen, ProviderFilter filter, string? order, bool descending)
    {
        Func<CatalogEntry, IComparable> key = order switch
        {
            null or "displayName" => e => new Sorted(e.DisplayName),
            "name" or "provider" => e => new Sorted(e.Key),
            "category" => e => new Sorted(e.Document.Category),
            "status" => e => new Sorted(e.Document.Status),
            "createdAt" => e => e.CreatedAt,
            _ => e => e.UpdatedAt,
        };
        var words = filter.Search?.Trim();
        var meant = (await Catalog.AllAsync(CancellationToken.None)).Where(isSeen)
            .Where(e => (filter.Category is null || e.Document.Category == filter.Category) && (filter.Status is null || e.Document.Status == filter.Status) && (filter.Audience is null || e.Document.Audience == filter.Audience))
            .Where(e => words is null || TextMatch.Contains(e.DisplayName, words) || TextMatch.Contains(e.Key, words) || TextMatch.Contains(e.Document.Description, words)).ToList();
        List<string> expected = [.. (descending ? meant.OrderByDescending(key) : meant.OrderBy(key)).ThenBy(e => e.Id).Select(e => e.Key)];

        var found = new List<string>();
        do
        {
            var page = (await ask(new PageRequest(30, found.Count, order, descending))).Value;
            Assert.Equal(expected.Count, page.Total);
            Assert.True(page.Items.Count > 0 || expected.Count == 0);
            found.AddRange(page.Items.Select(e => e.Key));
        }
        while (found.Count < expected.Count);

        Assert.Equal(expected, found);
    }

    private sealed record Sorted(string Text) : IComparable
    {
        public int CompareTo(object? obj) => StringComparer.InvariantCulture.Compare(Text, ((Sorted)obj!).Text);
    }
}
