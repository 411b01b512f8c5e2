using System.Text.Json;
using System.Threading.Channels;
using Integrations.Core.Common;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>Revokes at the vendors what was disconnected here, and tries again when a vendor is down (RELIABILITY R12).</summary>
public sealed partial class RevocationSweep(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, OAuthTokens tokens, TimeProvider clock, ILogger<RevocationSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Schedule = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Handles what is due now; returns how many were tried.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var due = await db.Revocations.Where(r => r.FinishedAt == null && r.DueAt <= now).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(64).ToListAsync(cancellationToken);
        foreach (var revocation in due)
        {
            await TryAsync(revocation, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var timer = Task.Delay(Period, clock, patience.Token);
                await Task.WhenAny(timer, _wake.Reader.WaitToReadAsync(patience.Token).AsTask());
                _wake.Reader.TryRead(out _);
                await patience.CancelAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception);
                await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TryAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var json = revocation.Ciphertext is null ? null : vault.Open("revocation", revocation.OrganizationId, revocation.Id, "credential", revocation.Ciphertext);
        var failure = json is null
            ? Failure.Invalid("revocation.unreadable", "The stored token could not be read.")
            : await tokens.RevokeAsync(revocation.ProviderKey, revocation.InstanceId, JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, cancellationToken);
        revocation.Attempts++;
        revocation.LastError = failure?.Message;
        revocation.Revoked = failure is null;
        // A vendor that answers "no such token" has nothing left to revoke.
        if (failure is null or { Kind: FailureKind.CredentialRefused or FailureKind.VendorRefused or FailureKind.Invalid } || revocation.Attempts > Schedule.Length)
        {
            revocation.FinishedAt = now;
            revocation.Ciphertext = null;
        }
        else
        {
            revocation.DueAt = now + Schedule[revocation.Attempts - 1];
        }
    }

    [LoggerMessage(3301, LogLevel.Error, "Revoking at vendors failed; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
