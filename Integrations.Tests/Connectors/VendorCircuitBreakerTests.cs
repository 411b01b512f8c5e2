using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Connectors.Http;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Connectors;

/// <summary>RELIABILITY G3, on a clock that is moved by hand.</summary>
public sealed class VendorCircuitBreakerTests : IDisposable
{
    private static readonly Guid Ours = Guid.NewGuid();

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MovableClock _clock = new();
    private readonly VendorCircuitBreakers _circuits;
    private readonly MeasuredFigures _figures;

    public VendorCircuitBreakerTests()
    {
        _circuits = new VendorCircuitBreakers(_services.GetRequiredService<IMeterFactory>(), _clock, NullLogger<VendorCircuitBreakers>.Instance);
        _figures = new MeasuredFigures(_services.GetRequiredService<IMeterFactory>());
    }

    public void Dispose()
    {
        _figures.Dispose();
        _services.Dispose();
    }

    [Fact, Proves("G3", "RO3")]
    public void HalfOfTenCallsInThirtySecondsFail_ItIsLeftAloneForFifteen_ThenOneDecides()
    {
        Calls(good: 5, bad: 4);
        Assert.Empty(_circuits.NotClosed());
        Calls(good: 0, bad: 1);

        Assert.Equal(CircuitState.Open, Assert.Single(_circuits.NotClosed()).State);
        Assert.Equal(VendorCircuitBreakers.Pause, Assert.Throws<CircuitOpenException>(() => Enter()).Wait);
        var gauge = Assert.Single(_figures.Read("integrations.vendor.circuit.state"));
        Assert.Equal((1, "github", "open"), (gauge.Value, gauge.Tags["integrations.provider"], gauge.Tags["state"]));

        _clock.Advance(VendorCircuitBreakers.Pause);
        var probe = Enter();
        Assert.True(probe.IsProbe);
        Assert.Throws<CircuitOpenException>(() => Enter());
        probe.Leave(failed: true);
        Assert.Throws<CircuitOpenException>(() => Enter());

        _clock.Advance(VendorCircuitBreakers.Pause);
        Enter().Leave(failed: false);
        Assert.Empty(_circuits.NotClosed());
        Calls(good: 0, bad: 9);
        Assert.Empty(_circuits.NotClosed());
    }

    [Fact, Proves("G3")]
    public void OthersVendorsAndOrganizations_AreNotLeftAlone_AndOldFailuresAreForgotten()
    {
        Calls(good: 0, bad: 10);
        _circuits.Enter("github", Guid.NewGuid()).Leave(failed: false);
        _circuits.Enter("jira", Ours).Leave(failed: false);

        var elsewhere = Guid.NewGuid();
        for (var n = 0; n < 9; n++)
        {
            _circuits.Enter("slack", elsewhere).Leave(failed: true);
        }

        _clock.Advance(VendorCircuitBreakers.Window + TimeSpan.FromSeconds(3));
        _circuits.Enter("slack", elsewhere).Leave(failed: true);
        _circuits.Enter("slack", elsewhere).Leave(failed: true);
        Assert.DoesNotContain(_circuits.NotClosed(), c => c.Provider == "slack");
    }

    [Fact, Proves("G3")]
    public void ProbeThatItsCallerGaveUp_TellsNothing_AndTheNextMayTry()
    {
        Calls(good: 0, bad: 10);
        _clock.Advance(VendorCircuitBreakers.Pause);
        Enter().Leave(failed: null);

        Assert.True(Enter().IsProbe);
    }

    [Theory, Proves("G3")]
    [InlineData(HttpStatusCode.InternalServerError, true), InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.OK, false), InlineData(HttpStatusCode.TooManyRequests, false), InlineData(HttpStatusCode.Unauthorized, false), InlineData(HttpStatusCode.NotFound, false)]
    public async Task WhatTheVendorIsNotToBlameFor_OpensNothing(HttpStatusCode status, bool opens)
    {
        var answered = 0;
        using var client = new HttpClient(new CircuitHandler(_circuits, "github", Ours, TimeSpan.FromSeconds(3), _clock)
        {
            InnerHandler = new Answering(() =>
            {
                answered++;
                return new HttpResponseMessage(status);
            }),
        });
        for (var n = 0; n < 10; n++)
        {
            (await client.GetAsync(new Uri("https://api.github.com/user"))).Dispose();
        }

        Assert.Equal(opens ? 1 : 0, _circuits.NotClosed().Count);
        if (opens)
        {
            var thrown = await Assert.ThrowsAsync<CircuitOpenException>(() => client.GetAsync(new Uri("https://api.github.com/user")));
            var failure = VendorFailures.FromException("GitHub", thrown, default)!;
            Assert.Equal((VendorFailures.LeftAloneCode, VendorCircuitBreakers.Pause), (failure.Code, failure.RetryAfter));
            Assert.Equal(10, answered);
        }
    }

    private VendorCircuitBreakers.Ticket Enter() => _circuits.Enter("github", Ours);

    private void Calls(int good, int bad)
    {
        for (var n = 0; n < good + bad; n++)
        {
            Enter().Leave(failed: n >= good);
        }
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
