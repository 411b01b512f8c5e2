using System.Diagnostics.Metrics;
using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Actions;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Search;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Integrations.Web.Hosting.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Connectors.Hostile;

/// <summary>The hostile answers over all of Core: token endpoints, tests, searches, actions, pulls, deliveries, and the loops that go on through it.</summary>
public sealed class HostileHubTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ConnectedHub _hub = new()
    {
        // A vendor that answers so is soon left alone, and asked again after a while; here each answer is to arrive, and soon.
        More = services => services
            .AddSingleton(provider => new VendorCircuitBreakers(provider.GetRequiredService<IMeterFactory>(), new HastyClock(), NullLogger<VendorCircuitBreakers>.Instance))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<VendorPipeline>(provider, new ImpatientClock())),
    };

    private byte[]? _answer;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var sockets = _hub.Get<EgressHandlers>().VendorSockets;
        // Honest until an answer is set: then every new line is played, and no line is kept.
        var honest = sockets.ConnectCallback!;
        sockets.PooledConnectionLifetime = TimeSpan.Zero;
        sockets.ConnectCallback = (context, cancellationToken) => _answer is not { } answer ? honest(context, cancellationToken)
            : context.DnsEndPoint.Host == "127.0.0.1" ? ValueTask.FromResult<Stream>(new PlayedLine(_ => answer))
            : throw new EgressBlockedException();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("SX3")]
    public async Task TokenEndpoints_ThatAnswerAnything_GiveAGrantOrAFailure()
    {
        var tokens = _hub.Get<OAuthTokens>();
        var providers = VendorBench.Connectors().Select(c => c.Provider).Where(p => VendorBench.ReadManifest(p).Method(AuthKinds.OAuth2) is not null).ToList();
        var (calls, grants) = (0, 0);
        foreach (var (name, bytes) in HostileAnswers.All)
        {
            _answer = bytes;
            foreach (var provider in providers)
            {
                var thrown = await Record.ExceptionAsync(async () =>
                {
                    grants += (await tokens.ExchangeAsync(provider, "code", "http://127.0.0.1:5080/callback", "verifier", None)).IsSuccess ? 1 : 0;
                    grants += (await tokens.RefreshAsync(provider, new Secret("refresh"), None)).IsSuccess ? 1 : 0;
                });
                Assert.True(thrown is null, $"{provider}: {name}: {thrown}");
                calls += 2;
            }
        }

        output.WriteLine($"token endpoints: {HostileAnswers.All.Count} answers, {calls} calls, {grants} grants, 0 exceptions");
    }

    [Fact, Proves("SX3")]
    public async Task Vendor_ThatAnswersAnything_MakesNoErrorOfTheHub_AndEndsNoLoop()
    {
        var id = await _hub.SignInAtVendorAsync(_hub.Admin, "microsoft_outlook");
        var opened = (await _hub.Get<InboundAddressService>().OpenAsync(_hub.Admin, id, null, true, None)).Value;
        var meeting = (await _hub.Get<MeetingService>().CreateAsync(_hub.Admin, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value;
        var link = new LinkRequest(EntityTypes.Meeting, meeting.Id, id, "evt1") { Copy = new ExternalEntity("evt1", "event", "Before", null, null) };
        Assert.True((await _hub.Get<LinkService>().LinkEntityToIntegrationAsync(_hub.Admin, link, None)).IsSuccess);
        var (asked, failures, deliveries) = (0, 0, 0);
        // Each takes the database's time too: some of every kind; the long form takes three times as many.
        var every = ProofSize.Of(9, 3);
        var answers = HostileAnswers.All.Where((_, number) => number % every == 0).ToList();
        Assert.True(answers.Count >= 180 / every);
        foreach (var (name, bytes) in answers)
        {
            _answer = bytes;
            foreach (var call in (Func<Task<Failure?>>[])
            [
                async () => (await _hub.Get<ConnectionService>().TestAsync(_hub.Admin, id, None)) is { IsSuccess: true } tested ? tested.Value.Failure : null,
                async () => (await _hub.Get<SearchService>().SearchAsync(_hub.Admin, id, new SearchRequest("x", 5), None)).Failure,
                async () => (await _hub.Get<EntityService>().GetAsync(_hub.Admin, id, "evt1", None)).Failure,
                async () => (await _hub.Get<ActionService>().RunAsync(_hub.Admin, id, "create_event", JsonElement.Parse("""{"title":"a","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z"}"""), None)).Failure,
                async () => (await _hub.Get<SyncService>().RunAsync(_hub.Admin, id, None)).Failure,
            ])
            {
                await GoodAgainAsync(id);
                Failure? failure = null;
                var thrown = await Record.ExceptionAsync(async () => failure = await call());
                Assert.True(thrown is null, $"{name}: {thrown}");
                Assert.True(failure is null || ApiError.From(failure).Status < 500, $"{name}: {failure}");
                asked++;
                failures += failure is null ? 0 : 1;
            }

            await _hub.Get<InboundService>().ReceiveAsync("microsoft_outlook", id, VendorDelivery.Graph(opened, "evt1", "updated") with { Body = System.Text.Encoding.UTF8.GetBytes($$$"""{"value":[{"n":{{{deliveries}}},"clientState":"{{{opened.Secret.Reveal()}}}","changeType":"updated","resourceData":{"@odata.type":"#Microsoft.Graph.Event","id":"evt1"} }]}""") }, None);
            deliveries++;
        }

        _answer = null;
        await Eventually.ValueAsync(() => _hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == id && e.ProcessedAt == null && e.Attempts == 0)), waiting => waiting == 0);
        var loops = _hub.Services.GetServices<IHostedService>().OfType<BackgroundLoop>().ToList();
        output.WriteLine($"{answers.Count} answers: {asked} calls, {failures} failures, 0 exceptions, 0 answers of 500 or more; {deliveries} deliveries; {loops.Count} loops, {loops.Count(loop => loop.Failures > 0)} that failed");
        Assert.All(loops, loop => Assert.True(loop.Failures == 0, loop.GetType().Name));
    }

    /// <summary>Refusals end connections, as they should; here the next answer is to be asked for too.</summary>
    private Task<int> GoodAgainAsync(Guid id) => _hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c
        .SetProperty(x => x.Status, ConnectionStatus.Active).SetProperty(x => x.ErrorCount, 0).SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddHours(1)).SetProperty(x => x.RefreshRetryAt, (DateTimeOffset?)null).SetProperty(x => x.RefreshLeaseUntil, (DateTimeOffset?)null)));

    /// <summary>Half a minute passes with every look.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + (Interlocked.Increment(ref _looks) * TimeSpan.FromSeconds(31));
    }
}
