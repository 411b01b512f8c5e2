using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Tests.Hosting.Telemetry;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Search;

public sealed class SearchServiceTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private readonly SearchService _search = hub.Get<SearchService>();

    [Fact]
    public async Task Search_ByText_FindsEntitiesWithTitleAndUrl()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var any = (await _search.SearchAsync(hub.Admin, id, new SearchRequest(null, 5), default)).Value.Items[0];

        var found = await _search.SearchAsync(hub.Admin, id, new SearchRequest(any.Title, 20), default);

        Assert.True(found.IsSuccess, found.Failure?.Message);
        Assert.Contains(found.Value.Items, e => e.Id == any.Id);
        Assert.All(found.Value.Items, e => Assert.NotEmpty(e.Title));
    }

    [Fact]
    public async Task Search_LimitAndOffset_GiveNeighbouringPagesWithoutOverlap()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        var first = await _search.SearchAsync(hub.Admin, id, new SearchRequest(null, 7) { EntityTypes = ["issue"] }, default);
        var second = await _search.SearchAsync(hub.Admin, id, new SearchRequest(null, 7) { EntityTypes = ["issue"], Offset = 7 }, default);

        Assert.Equal(7, first.Value.Items.Count);
        Assert.True(first.Value.HasMore);
        Assert.Empty(first.Value.Items.Select(e => e.Id).Intersect(second.Value.Items.Select(e => e.Id)));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(101), InlineData(100_000)]
    public async Task Search_LimitOutOfRange_NamesTheField(int limit)
    {
        var found = await _search.SearchAsync(hub.Admin, Guid.NewGuid(), new SearchRequest("x", limit), default);

        Assert.Contains("limit", found.Failure!.Fields!.Keys);
    }

    [Fact]
    public async Task Search_DatesReversed_NamesTheField()
    {
        var now = DateTimeOffset.UtcNow;

        var found = await _search.SearchAsync(hub.Admin, Guid.NewGuid(), new SearchRequest("x") { Start = now, End = now.AddDays(-1) }, default);

        Assert.Contains("endDate", found.Failure!.Fields!.Keys);
    }

    [Fact, Proves("A1")]
    public async Task Search_AnotherOrganizationsIntegration_IsNotFound()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        Assert.Equal(FailureKind.NotFound, (await _search.SearchAsync(hub.Stranger, id, new SearchRequest("x"), default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await hub.Get<EntityService>().GetAsync(hub.Stranger, id, "acme/app#1", default)).Failure!.Kind);
    }

    [Fact]
    public async Task SearchAll_FaultInOneIntegration_IsLoggedWithItsException()
    {
        using var logs = new LogCapture();
        await using var own = new ConnectedHub { Logs = logs };
        await own.InitializeAsync();
        var id = await own.ConnectAsync(own.Admin, "github", "api_key");
        // A row that cannot be read stands for any bug behind the search.
        await own.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE \"Connections\" SET \"Facts\" = '\"x\"'"));

        var outcomes = new List<SearchOutcome>();
        await foreach (var outcome in own.Get<SearchService>().SearchAllAsync(own.Admin, new GlobalSearchRequest(new SearchRequest(null, 5)), default))
        {
            outcomes.Add(outcome);
        }

        Assert.Equal((id, SearchStatus.Error), (Assert.Single(outcomes).InstanceId, outcomes[0].Status));
        Assert.Contains(logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(id.ToString(), StringComparison.Ordinal) && line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact, Proves("A4")]
    public async Task SearchForAnotherUser_IsForbidden()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        Assert.Equal(FailureKind.Forbidden, (await _search.SearchAsync(hub.Admin, id, new SearchRequest("x") { UserId = hub.User.UserId }, default)).Failure!.Kind);
    }

    [Fact]
    public async Task Search_SwitchedOffOrDisabled_SaysWhatToDo()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await hub.Get<InstanceService>().UpdateAsync(hub.Admin, id, new InstanceChanges { SearchEnabled = false }, null, default);
        Assert.Equal("search.disabled", (await _search.SearchAsync(hub.Admin, id, new SearchRequest("x"), default)).Failure!.Code);

        await hub.Get<InstanceService>().DeactivateAsync(hub.Admin, id, default);
        Assert.Equal("integration.disabled", (await _search.SearchAsync(hub.Admin, id, new SearchRequest("x"), default)).Failure!.Code);
    }

    [Fact]
    public async Task GetEntity_ThatSearchFound_GivesTheSameThing()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var found = (await _search.SearchAsync(hub.Admin, id, new SearchRequest(null, 1) { EntityTypes = ["issue"] }, default)).Value.Items[0];

        var read = await hub.Get<EntityService>().GetAsync(hub.Admin, id, found.Id, default);

        Assert.Equal((found.Id, found.Title), (read.Value.Id, read.Value.Title));
    }

    [Fact]
    public async Task GetEntity_ThatDoesNotExist_SaysSo()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        Assert.Equal("vendor.not_found", (await hub.Get<EntityService>().GetAsync(hub.Admin, id, "acme/nothing#99999", default)).Failure!.Code);
    }

    [Fact, Proves("G1", "RO2", "RO3")]
    public async Task SearchAll_OneVendorRateLimited_OthersAnswerAndItsStateIsTold()
    {
        using var figures = new MeasuredFigures(hub.Get<System.Diagnostics.Metrics.IMeterFactory>());
        var healthy = await hub.ConnectAsync(hub.User, "github", "api_key");
        var limited = await hub.EnableAsync(hub.User, "github");
        Assert.Null((await hub.SignInAtVendorAsync(hub.User, "github", limited)).Failure);
        hub.Sandbox.State.AnswerNext("api.github.com/search", 429, """{"message":"slow down"}""", times: 1, headers: ("Retry-After", "3600"));

        var outcomes = await AllAsync(new GlobalSearchRequest(new SearchRequest(null, 3)) { Integrations = [healthy, limited] });

        Assert.Equal(2, outcomes.Count);
        Assert.Single(outcomes, o => o.Status == SearchStatus.Ok && o.Hits.Items.Count > 0);
        Assert.Single(outcomes, o => o.Status == SearchStatus.RateLimited && o.Failure is { RetryAfter: not null });
        Assert.All(figures.Of("integrations.search.duration"), m => Assert.Equal("s", m.Unit));
        Assert.NotEmpty(figures.Of("integrations.search.duration"));
    }

    private async Task<List<SearchOutcome>> AllAsync(GlobalSearchRequest request)
    {
        var outcomes = new List<SearchOutcome>();
        await foreach (var outcome in _search.SearchAllAsync(hub.User, request, default))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }
}
