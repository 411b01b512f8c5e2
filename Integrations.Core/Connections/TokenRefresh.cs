using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// Keeps OAuth access tokens usable. One refresh per expiry, however many need it: a task map in this process, then a
/// lease in the row for other processes, fenced by the row's token version (RELIABILITY F2, F3).
/// </summary>
public sealed class TokenRefresh(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, TokenRenewal renewal, RefreshedTokens store, NodeIdentity node, IMeterFactory meters, TimeProvider clock)
{
    /// <summary>A caller with this much left never waits (RELIABILITY F1).</summary>
    public static readonly TimeSpan EnoughLeft = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeasePoll = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an answer that may mean a dead token leads to a refresh, and how many connections are remembered for that.</summary>
    private static readonly TimeSpan DoubtEvery = TimeSpan.FromMinutes(15);

    private const int MostDoubts = 10_000;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _doubts = new();
    private readonly SingleFlight<(Guid Connection, int Version), Refreshed> _flights = new();
    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.token.refresh.duration", "s");

    /// <summary>The credential, refreshed first when it is about to end.</summary>
    internal async Task<Result<VendorCredential>> ReadyAsync(Connection connection, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // A token that still lives is used while the vendor's refresh is down: asking at every call would be a storm (R9, R11).
        var isPutOff = connection.RefreshRetryAt > now && connection.ExpiresAt > now;
        if (connection.IsRefreshable && connection.ExpiresAt is { } end && end - now < EnoughLeft && !isPutOff)
        {
            return await OnceAsync(connection.Id, connection.TokenVersion, cancellationToken);
        }

        return vault.Open(connection) is { } credential ? credential : ConnectionFailures.Unreadable;
    }

    /// <summary>After a 401: a newer credential than the refused one, or null when there is none (RELIABILITY R10).</summary>
    internal async Task<VendorCredential?> AfterRefusalAsync(Connection connection, VendorCredential refused, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connection.Id && c.DisconnectedAt == null, cancellationToken) is not { } current)
        {
            return null;
        }

        // Someone else refreshed since this session was opened: their token is the answer.
        if (vault.Open(current) is { } stored && !stored.Token.Matches(refused.Token.Reveal()))
        {
            return stored;
        }

        var refreshed = await OnceAsync(current.Id, current.TokenVersion, cancellationToken);
        return refreshed.IsSuccess ? refreshed.Value : null;
    }

    /// <summary>
    /// Whether an answer that may mean a dead token, and may mean something else, is to be cleared up by a refresh: once in a quarter
    /// of an hour for each connection, or a thing that is really gone would cost a refresh at every call.
    /// </summary>
    internal bool MayDoubt(Guid connectionId)
    {
        var now = clock.GetUtcNow();
        if (_doubts.Count >= MostDoubts)
        {
            foreach (var (id, _) in _doubts.Where(doubt => now - doubt.Value >= DoubtEvery))
            {
                _doubts.TryRemove(id, out _);
            }
        }

        return _doubts.TryGetValue(connectionId, out var last)
            ? now - last >= DoubtEvery && _doubts.TryUpdate(connectionId, now, last)
            : _doubts.Count < MostDoubts && _doubts.TryAdd(connectionId, now);
    }

    /// <summary>Refreshes unless someone did since <paramref name="seenVersion"/>; all callers of this process share one attempt.</summary>
    public async Task<Result<VendorCredential>> OnceAsync(Guid connectionId, int seenVersion, CancellationToken cancellationToken)
    {
        // The shared work is not cancelled with one of its waiters: once sent, a refresh must be kept (RELIABILITY F4).
        var started = clock.GetTimestamp();
        var (shared, isFirst) = _flights.Join((connectionId, seenVersion), () => RefreshAsync(connectionId, seenVersion));
        var (result, isAsked) = await shared.WaitAsync(cancellationToken);
        _duration.Record(clock.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("outcome", Outcome(result, isAsked && isFirst)));
        return result;
    }

    /// <summary>At the stop: returns when no refresh is under way any more.</summary>
    public Task IdleAsync(CancellationToken cancellationToken) => _flights.IdleAsync().WaitAsync(cancellationToken);

    /// <summary>For telemetry, one of few words: one who only had to wait shared it.</summary>
    private static string Outcome(Result<VendorCredential> result, bool isAsked) =>
        result.IsSuccess ? isAsked ? "refreshed" : "shared"
        : result.Failure!.Kind == FailureKind.CredentialRefused ? "permanent"
        : "transient";

    private async Task<Refreshed> RefreshAsync(Guid connectionId, int seenVersion)
    {
        var started = clock.GetTimestamp();
        var isLastLook = false;
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync();
            if (await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId && c.DisconnectedAt == null) is not { } connection)
            {
                return new(ConnectionFailures.NotConnected(userScoped: false), false);
            }

            if (connection.TokenVersion != seenVersion)
            {
                return new(vault.Open(connection) is { } newer ? newer : ConnectionFailures.Unreadable, false);
            }

            if (await TakeLeaseAsync(db, connection))
            {
                if (await store.RecoverAsync(connection, CancellationToken.None))
                {
                    continue;
                }

                return new(await renewal.AskVendorAsync(connection), true);
            }

            if (isLastLook)
            {
                return new(Connectors.Http.VendorFailures.TimedOut(store.VendorOf(connection)), false);
            }

            await Task.Delay(LeasePoll, clock);
            // Anyone who has the lease may have committed at the last moment: there is one more look after the patience ends.
            isLastLook = clock.GetElapsedTime(started) > Lease;
        }
    }

    private Task<bool> TakeLeaseAsync(IntegrationsDbContext db, Connection connection) => db.WriteAsync(
        async cancellationToken =>
        {
            var now = clock.GetUtcNow();
            return await db.Connections
                .Where(c => c.Id == connection.Id && c.TokenVersion == connection.TokenVersion && c.DisconnectedAt == null
                    && (c.RefreshLeaseUntil == null || c.RefreshLeaseUntil < now))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.RefreshLeaseBy, node.Name).SetProperty(x => x.RefreshLeaseUntil, now + Lease), cancellationToken) == 1;
        },
        CancellationToken.None);

    /// <param name="IsAsked">The vendor was asked; false when someone else had been quicker.</param>
    private sealed record Refreshed(Result<VendorCredential> Result, bool IsAsked);
}
