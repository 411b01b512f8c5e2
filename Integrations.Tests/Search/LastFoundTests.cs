using Integrations.Connectors.Contracts;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Api.Platform;

namespace Integrations.Tests.Search;

/// <summary>What a search shows while a vendor is in trouble.</summary>
public sealed class LastFoundTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly SearchRequest Question = new(null, 3) { MayBeOld = true, UnknownTypesAreErrors = false };

    private readonly SearchService _search = hub.Get<SearchService>();

    [Fact, Proves("G3")]
    public async Task VendorInTrouble_WhatWasLastFoundIsShownWithItsAge_AndNothingElse()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var before = DateTimeOffset.UtcNow;
        var fresh = (await _search.SearchAsync(hub.Admin, id, Question, default)).Value;
        Assert.Equal((null, null), (fresh.FoundAt, fresh.Trouble));

        FailNext();
        var old = (await _search.SearchAsync(hub.Admin, id, Question, default)).Value;
        Assert.Equal(fresh.Items.Select(e => e.Id), old.Items.Select(e => e.Id));
        Assert.InRange(old.FoundAt!.Value, before, DateTimeOffset.UtcNow);
        Assert.Equal("vendor.rate_limited", old.Trouble!.Code);

        // No one is shown another question's answer, nor an old one who cannot tell.
        FailNext();
        Assert.False((await _search.SearchAsync(hub.Admin, id, Question with { Limit = 2 }, default)).IsSuccess);
        FailNext();
        Assert.False((await _search.SearchAsync(hub.Admin, id, Question with { MayBeOld = false }, default)).IsSuccess);

        Assert.Null((await _search.SearchAsync(hub.Admin, id, Question, default)).Value.FoundAt);
    }

    [Fact, Proves("G3")]
    public async Task SearchOverAll_SaysWhichResultsAreOld_AndWhy()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var request = new GlobalSearchRequest(Question) { Integrations = [id] };
        Assert.Equal(SearchStatus.Ok, (await OneAsync(request)).Status);
        FailNext();

        var outcome = await OneAsync(request);

        Assert.Equal(SearchStatus.RateLimited, outcome.Status);
        Assert.NotEmpty(outcome.Hits.Items);
        var answer = GlobalSearchResponse.Of([outcome], TimeSpan.Zero, outcome.Hits.FoundAt!.Value.AddSeconds(90));
        Assert.Equal(outcome.Hits.Items.Select(e => e.Id), answer.Results.Select(r => r.Id));
        Assert.Equal(("rate_limited", 90), (Assert.Single(answer.Errors).Status, answer.Errors[0].StaleSeconds));
    }

    [Fact, Proves("G3", "A8")]
    public void WhatIsOlderThanFiveMinutes_IsNotShown()
    {
        var clock = new MovableClock();
        var memory = new SearchCache(clock);
        var key = SearchCache.KeyOf(hub.Admin, Guid.NewGuid(), Guid.NewGuid(), new EntityQuery("words", 10), 0);
        memory.Keep(key, SearchHits.None);

        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.NotNull(memory.Find(key));
        // The same question of another person, or through another connection, is another one.
        Assert.Null(memory.Find(key with { UserId = hub.User.UserId }));
        Assert.Null(memory.Find(key with { ConnectionId = Guid.NewGuid() }));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(memory.Find(key));
    }

    /// <summary>An answer that no retry follows: the wait it asks for outlasts the deadline.</summary>
    private void FailNext() => hub.Sandbox.State.AnswerNext("api.github.com/", 503, "{}", headers: ("Retry-After", "3600"));

    private async Task<SearchOutcome> OneAsync(GlobalSearchRequest request)
    {
        var outcomes = new List<SearchOutcome>();
        await foreach (var outcome in _search.SearchAllAsync(hub.Admin, request, default))
        {
            outcomes.Add(outcome);
        }

        return Assert.Single(outcomes);
    }
}
