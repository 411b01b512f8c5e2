using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections.OAuth;
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
    IDbContextFactory<IntegrationsDbContext> contexts,
    CredentialVault vault,
    OAuthTokens tokens,
    RefreshJournal journal,
    ConnectionHealth health,
    ConnectorCatalog connectors,
    NodeIdentity node,
    IMeterFactory meters,
    TimeProvider clock)
{
    /// <summary>A caller with this much left never waits (RELIABILITY F1).</summary>
    public static readonly TimeSpan EnoughLeft = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FalseAlarmWindow = TimeSpan.FromMinutes(10);

    /// <summary>The refresh token before the last rotation, kept with the credential (RELIABILITY F5).</summary>
    private const string PreviousRefreshToken = "previousRefreshToken";

    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommitPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LeasePoll = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an answer that may mean a dead token leads to a refresh, and how many connections are remembered for that.</summary>
    private static readonly TimeSpan DoubtEvery = TimeSpan.FromMinutes(15);

    private const int MostDoubts = 10_000;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _doubts = new();
    private readonly SingleFlight<(Guid Connection, int Version), Refreshed> _flights = new();
    private readonly Counter<long> _calls = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.token.refresh.calls", "{call}");
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
                // An answer that the database would not take in time: asking again could end a rotating grant.
                if (await journal.RecoverAsync(connection, CancellationToken.None))
                {
                    continue;
                }

                return new(await AskVendorAsync(connection), true);
            }

            if (isLastLook)
            {
                return new(Connectors.Http.VendorFailures.TimedOut(connectors.Find(connection.ProviderKey)?.Manifest.DisplayName ?? connection.ProviderKey), false);
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

    private async Task<Result<VendorCredential>> AskVendorAsync(Connection connection)
    {
        if (vault.OpenFields(connection) is not { } fields)
        {
            await health.ReportRefreshAsync(connection, ConnectionFailures.Unreadable, CancellationToken.None);
            return ConnectionFailures.Unreadable;
        }

        if (!fields.TryGetValue(VendorCredential.RefreshToken, out var refreshToken))
        {
            return ConnectionFailures.MustReconnect(connection.ProviderKey, connection);
        }

        var asked = await AskAsync(connection, refreshToken);
        if (asked.Failure?.Kind == FailureKind.CredentialRefused && fields.Remove(PreviousRefreshToken, out var previous))
        {
            // Vendors with a grace period still take the one before (RELIABILITY F5); what it gives replaces both.
            asked = await AskAsync(connection, previous) is { IsSuccess: true } again ? again : asked;
        }

        if (!asked.TryGet(out var grant, out var failure))
        {
            return await RefusedAsync(connection, failure);
        }

        fields[VendorCredential.AccessToken] = grant.AccessToken.Reveal();
        if (grant.RefreshToken is { } rotated && !rotated.Matches(refreshToken))
        {
            fields[PreviousRefreshToken] = refreshToken;
            fields[VendorCredential.RefreshToken] = rotated.Reveal();
        }

        await StoreAsync(connection, fields, grant);
        return new VendorCredential(connection.AuthKind, fields);
    }

    private Task<Result<TokenGrant>> AskAsync(Connection connection, string refreshToken)
    {
        _calls.Add(1);
        return tokens.RefreshAsync(connection.ProviderKey, new Secret(refreshToken), CancellationToken.None);
    }

    /// <summary>A refusal counts only when no one else was quicker and no answer to us was lost lately (RELIABILITY F6).</summary>
    private async Task<Result<VendorCredential>> RefusedAsync(Connection connection, Failure failure)
    {
        if (failure.Kind == FailureKind.CredentialRefused)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var current = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connection.Id && c.DisconnectedAt == null);
            if (current is not null && current.TokenVersion != connection.TokenVersion && vault.Open(current) is { } newer)
            {
                return newer;
            }

            if (connection.RefreshUnknownAt > clock.GetUtcNow() - FalseAlarmWindow)
            {
                failure = failure with { Kind = FailureKind.VendorUnavailable };
            }
        }

        await health.ReportRefreshAsync(connection, failure, CancellationToken.None);
        return failure;
    }

    private async Task StoreAsync(Connection connection, Dictionary<string, string> fields, TokenGrant grant)
    {
        var manifest = connectors.Find(connection.ProviderKey)?.Manifest.Method(AuthKinds.OAuth2)?.OAuth;
        var now = clock.GetUtcNow();
        var (expiresAt, _) = TokenExpiry.Of(grant, manifest, now);
        var refreshAt = RefreshSchedule.Ahead(now, expiresAt);
        var entry = journal.Write(connection, fields, expiresAt);
        await KeepCommittingAsync(connection, fields, expiresAt, refreshAt);
        RefreshJournal.Remove(entry);
    }

    /// <summary>The vendor gives the answer once, so a database that refuses it is asked again for a minute; the journal has it meanwhile (RELIABILITY F4).</summary>
    private async Task KeepCommittingAsync(Connection connection, Dictionary<string, string> fields, DateTimeOffset? expiresAt, DateTimeOffset? refreshAt)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await CommitAsync(connection, fields, expiresAt, refreshAt);
                return;
            }
            catch (Exception refused) when (refused.IsOfDatabase() && clock.GetElapsedTime(started) < CommitPatience)
            {
                await Task.Delay(CommitPause, clock);
            }
        }
    }

    private async Task CommitAsync(Connection connection, Dictionary<string, string> fields, DateTimeOffset? expiresAt, DateTimeOffset? refreshAt)
    {
        var ciphertext = vault.Protect(connection.OrganizationId, connection.Id, fields);
        await using var db = await contexts.CreateDbContextAsync();
        await db.WriteAsync(
            cancellationToken => db.Connections
                .Where(c => c.Id == connection.Id && c.TokenVersion == connection.TokenVersion && c.DisconnectedAt == null)
                .ExecuteUpdateAsync(
                    c => c.SetProperty(x => x.Ciphertext, ciphertext)
                        .SetProperty(x => x.ExpiresAt, expiresAt)
                        .SetProperty(x => x.RefreshAt, refreshAt)
                        .SetProperty(x => x.RefreshUnknownAt, (DateTimeOffset?)null)
                        .SetProperty(x => x.ExpiryNoticeDays, (int?)null)
                        .SetProperty(x => x.TokenVersion, x => x.TokenVersion + 1)
                        .SetProperty(x => x.RefreshLeaseBy, (string?)null)
                        .SetProperty(x => x.RefreshLeaseUntil, (DateTimeOffset?)null)
                        .SetProperty(x => x.RefreshFailures, 0)
                        .SetProperty(x => x.RefreshRetryAt, (DateTimeOffset?)null),
                    cancellationToken),
            CancellationToken.None);
    }

    /// <param name="IsAsked">The vendor was asked; false when someone else had been quicker.</param>
    private sealed record Refreshed(Result<VendorCredential> Result, bool IsAsked);
}
