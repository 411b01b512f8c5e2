using Integrations.Core.Identity;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Identity;

public sealed class IdempotencyStoreTests : IAsyncLifetime
{
    private const string Route = "POST /api/tenant/integrations";

    private CoreHub _hub = null!;

    private IdempotencyStore Store => _hub.Get<IdempotencyStore>();

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    [Fact, Proves("RI1")]
    public async Task HundredSideBySide_OneIsFirst()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => BeginAsync(_hub.Admin, "k", "body")));

        Assert.Single(outcomes.OfType<IdempotencyOutcome.First>());
        Assert.Equal(99, outcomes.OfType<IdempotencyOutcome.Refused>().Count(refused => refused.Failure == IdempotencyStore.InProgress));
    }

    [Fact, Proves("RI1")]
    public async Task SameKeyAndBody_GivesTheAnswerAgain_ForADay_ProtectedAtRest()
    {
        await CompleteAsync(await BeginAsync(_hub.Admin, "k", "body"), "{\"secret\":\"canary\"}");
        var known = Assert.IsType<IdempotencyOutcome.Known>(await BeginAsync(_hub.Admin, "k", "body"));
        Assert.Equal(201, known.Answer.Status);
        Assert.Equal("{\"secret\":\"canary\"}"u8.ToArray(), known.Answer.Body);
        Assert.DoesNotContain("canary", (await _hub.WithDatabaseAsync(db => db.IdempotencyRecords.SingleAsync())).BodyCiphertext!, StringComparison.Ordinal);

        _hub.Clock.Advance(TimeSpan.FromHours(24));
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(_hub.Admin, "k", "body"));
    }

    [Fact, Proves("RI1", "A8")]
    public async Task SameKey_OtherBody_IsRefused_OtherCallerOrRoute_IsNot()
    {
        await CompleteAsync(await BeginAsync(_hub.Admin, "k", "body"), "{}");

        Assert.Equal(IdempotencyStore.OtherBody, Assert.IsType<IdempotencyOutcome.Refused>(await BeginAsync(_hub.Admin, "k", "other")).Failure);
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(_hub.User, "k", "body"));
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(_hub.Stranger, "k", "body"));
        Assert.IsType<IdempotencyOutcome.First>(await Store.BeginAsync(_hub.Admin, "POST /v1/x", "k", "body"u8.ToArray(), CancellationToken.None));
    }

    [Fact, Proves("SX5")]
    public async Task AnotherToken_LesserScopesOrAnotherRole_AreAnotherCaller()
    {
        var full = _hub.Admin with { TokenId = Guid.NewGuid() };
        await CompleteAsync(await BeginAsync(full, "k", "body"), "{}");

        Assert.IsType<IdempotencyOutcome.Known>(await BeginAsync(full, "k", "body"));
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(full with { TokenId = Guid.NewGuid() }, "k", "body"));
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(full with { Scopes = TokenScopes.Read }, "k", "body"));
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(full with { Role = Role.User }, "k", "body"));
    }

    [Fact, Proves("SX5")]
    public async Task TheNextAccessTokenOfAPassword_IsTheSameCaller()
    {
        var first = _hub.Admin with { TokenId = Guid.NewGuid(), AuthenticatedAt = _hub.Clock.GetUtcNow() };
        await CompleteAsync(await BeginAsync(first, "k", "body"), "{}");

        Assert.IsType<IdempotencyOutcome.Known>(await BeginAsync(first with { TokenId = Guid.NewGuid(), AuthenticatedAt = _hub.Clock.GetUtcNow().AddMinutes(14) }, "k", "body"));
    }

    [Fact, Proves("SX5")]
    public async Task AnswerWithASecret_IsRememberedWithoutItsBody()
    {
        var first = (IdempotencyOutcome.First)await BeginAsync(_hub.Admin, "k", "body");
        await Store.CompleteAsync(first.RecordId, new RememberedAnswer(201, "application/json", "/x", "canary"u8.ToArray()) { IsWithheld = true }, CancellationToken.None);

        var known = Assert.IsType<IdempotencyOutcome.Known>(await BeginAsync(_hub.Admin, "k", "body"));
        Assert.True(known.Answer.IsWithheld);
        Assert.Empty(known.Answer.Body);
    }

    [Fact, Proves("RI1")]
    public async Task FailedOrDiedFirstCall_LetsTheNextBeFirst()
    {
        var first = Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(_hub.Admin, "k", "body"));
        await Store.ReleaseAsync(first.RecordId, CancellationToken.None);
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(_hub.Admin, "k", "body"));

        _hub.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.IsType<IdempotencyOutcome.First>(await BeginAsync(_hub.Admin, "k", "body"));
    }

    [Fact]
    public async Task Sweep_DeletesWhatIsADayOld()
    {
        await CompleteAsync(await BeginAsync(_hub.Admin, "k", "body"), "{}");
        Assert.Equal(0, await Store.SweepAsync(CancellationToken.None));

        _hub.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(1, await Store.SweepAsync(CancellationToken.None));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task<IdempotencyOutcome> BeginAsync(Caller caller, string key, string body) =>
        Store.BeginAsync(caller, Route, key, System.Text.Encoding.UTF8.GetBytes(body), CancellationToken.None);

    private Task CompleteAsync(IdempotencyOutcome outcome, string body) => Store.CompleteAsync(
        ((IdempotencyOutcome.First)outcome).RecordId, new RememberedAnswer(201, "application/json", "/x", System.Text.Encoding.UTF8.GetBytes(body)), CancellationToken.None);
}
