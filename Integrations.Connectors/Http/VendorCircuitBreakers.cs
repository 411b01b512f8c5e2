using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Connectors.Http;

/// <summary>
/// A breaker per vendor and organization (RELIABILITY G3): once half of at least ten calls in 30 s failed for reasons of the
/// vendor, calls fail at once for 15 s; then one is let through and decides. Kept by this process; each node learns for itself.
/// </summary>
public sealed partial class VendorCircuitBreakers
{
    /// <summary>How far back calls and failures are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit refuses calls before one is let through.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>With fewer calls in the window nothing opens: one failure of two would say little.</summary>
    public const int MinCalls = 10;

    /// <summary>Circuits of vendors that no one called lately are forgotten when there are more than this.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<(string Provider, Guid Organization), Circuit> _circuits = new();
    private readonly TimeProvider _clock;
    private readonly ILogger<VendorCircuitBreakers> _logger;

    /// <summary>Begins with all circuits closed, and offers the gauge <c>integrations.vendor.circuit.state</c>: how many are not, by provider and state.</summary>
    public VendorCircuitBreakers(IMeterFactory meters, TimeProvider clock, ILogger<VendorCircuitBreakers> logger)
    {
        (_clock, _logger) = (clock, logger);
        meters.Create(Telemetry.Name).CreateObservableGauge("integrations.vendor.circuit.state", Measure, "{circuit}", "Circuits that are not closed, by vendor and state");
    }

    /// <summary>Those that are open or wait for the call that decides.</summary>
    public IReadOnlyList<CircuitView> NotClosed() =>
    [
        .. _circuits.Select(c => c.Value.View(c.Key.Provider, c.Key.Organization, _clock.GetUtcNow())).OfType<CircuitView>()
            .OrderBy(c => c.Provider, StringComparer.Ordinal).ThenBy(c => c.OrganizationId),
    ];

    /// <summary>Asks to make a call.</summary>
    /// <exception cref="CircuitOpenException">The vendor is left alone for now.</exception>
    internal Ticket Enter(string provider, Guid organization)
    {
        if (_circuits.Count > MostKept)
        {
            Forget();
        }

        var circuit = _circuits.GetOrAdd((provider, organization), _ => new Circuit());
        var isProbe = circuit.Enter(_clock.GetUtcNow());
        return new Ticket(this, circuit, provider, organization, isProbe);
    }

    private void Leave(Ticket ticket, bool? failed)
    {
        if (ticket.Circuit.Leave(failed, ticket.IsProbe, _clock.GetUtcNow()))
        {
            LogOpened(_logger, ticket.Provider, ticket.Organization, (int)Pause.TotalSeconds);
        }
    }

    private void Forget()
    {
        var now = _clock.GetUtcNow();
        foreach (var circuit in _circuits.Where(c => c.Value.IsIdle(now)))
        {
            _circuits.TryRemove(circuit);
        }
    }

    // Ids are no label: how many organizations, not which.
    private IEnumerable<Measurement<int>> Measure() => NotClosed().GroupBy(c => (c.Provider, c.State))
        .Select(g => new Measurement<int>(g.Count(), new("integrations.provider", g.Key.Provider), new("state", g.Key.State == CircuitState.Open ? "open" : "half_open")));

    [LoggerMessage(3103, LogLevel.Warning, "{Provider} failed half of its last calls for organization {OrganizationId}: it is left alone for {Seconds} s")]
    private static partial void LogOpened(ILogger logger, string provider, Guid organizationId, int seconds);

    /// <summary>A call under way; says at its end how it went.</summary>
    internal readonly record struct Ticket(VendorCircuitBreakers Circuits, Circuit Circuit, string Provider, Guid Organization, bool IsProbe)
    {
        /// <param name="failed">True for the vendor's failures; null for a call that ended for reasons of ours and tells nothing.</param>
        public void Leave(bool? failed) => Circuits.Leave(this, failed);
    }

    /// <summary>Calls of the last 30 s, in slices of three.</summary>
    internal sealed class Circuit
    {
        private const int Slices = 10;
        private static readonly long SliceTicks = Window.Ticks / Slices;

        private readonly Lock _gate = new();
        private readonly (long Slice, int Calls, int Failures)[] _slices = new (long, int, int)[Slices];
        private DateTimeOffset? _openUntil;
        private bool _isProbing;
        private DateTimeOffset _lastUsed;

        /// <returns>Whether this call decides.</returns>
        public bool Enter(DateTimeOffset now)
        {
            lock (_gate)
            {
                _lastUsed = now;
                if (_openUntil is not { } until)
                {
                    return false;
                }

                if (now < until || _isProbing)
                {
                    throw new CircuitOpenException(until > now ? until - now : TimeSpan.FromSeconds(1));
                }

                return _isProbing = true;
            }
        }

        /// <returns>Whether it opened.</returns>
        public bool Leave(bool? failed, bool isProbe, DateTimeOffset now)
        {
            lock (_gate)
            {
                if (isProbe)
                {
                    _isProbing = false;
                    _openUntil = failed switch
                    {
                        true => now + Pause,
                        false => null,
                        null => _openUntil,
                    };
                    Array.Clear(_slices);
                    return failed == true;
                }

                if (failed is not { } isFailure || _openUntil is not null)
                {
                    return false;
                }

                var (calls, failures) = Count(isFailure, now);
                if (calls < MinCalls || failures * 2 < calls)
                {
                    return false;
                }

                _openUntil = now + Pause;
                return true;
            }
        }

        public bool IsIdle(DateTimeOffset now)
        {
            lock (_gate)
            {
                return now - _lastUsed > Window && !_isProbing;
            }
        }

        public CircuitView? View(string provider, Guid organization, DateTimeOffset now)
        {
            lock (_gate)
            {
                return _openUntil is { } until ? new CircuitView(provider, organization, now < until ? CircuitState.Open : CircuitState.HalfOpen, until) : null;
            }
        }

        private (int Calls, int Failures) Count(bool failed, DateTimeOffset now)
        {
            var slice = now.UtcTicks / SliceTicks;
            ref var mine = ref _slices[slice % Slices];
            mine = mine.Slice == slice ? mine : (slice, 0, 0);
            mine = (slice, mine.Calls + 1, mine.Failures + (failed ? 1 : 0));
            var (calls, failures) = (0, 0);
            foreach (var one in _slices.Where(s => s.Slice > slice - Slices && s.Slice <= slice))
            {
                (calls, failures) = (calls + one.Calls, failures + one.Failures);
            }

            return (calls, failures);
        }
    }
}
