using System.Text.Json;
using Integrations.Core.Channels;
using Integrations.Core.Common;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>Revokes at the vendors what was disconnected here, and tries again when a vendor is down (RELIABILITY R12).</summary>
public sealed class RevocationSweep(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, OAuthTokens tokens, ChannelEnd channels, TimeProvider clock, ILogger<RevocationSweep> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>Whose credential it was, kept beside it until it is revoked.</summary>
    internal const string Account = "accountId";

    private static readonly TimeSpan[] Schedule = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    /// <summary>Longer than a vendor's answer may take; a node that holds one longer is gone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    /// <summary>Handles what is due now; returns how many were tried.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        var due = await db.Revocations.AsNoTracking().Where(r => r.FinishedAt == null && r.DueAt <= now).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(64).ToListAsync(cancellationToken);
        var tried = 0;
        foreach (var revocation in due)
        {
            if (await ClaimAsync(db, revocation, cancellationToken) is { } lease)
            {
                await TryOrReleaseAsync(db, revocation, lease, cancellationToken);
                tried++;
            }
        }

        return tried;
    }

    /// <summary>A process that stops gives its claim back: revoking twice is harmless, and the next one need not wait for the lease (RELIABILITY X1).</summary>
    private async Task TryOrReleaseAsync(IntegrationsDbContext db, Revocation revocation, DateTimeOffset lease, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(db, revocation, cancellationToken);
            await SaveAsync(db, revocation, lease, CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            revocation.DueAt = Clock.GetUtcNow();
            await SaveAsync(db, revocation, lease, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Of two nodes that saw it due, the one that moves its time to the lease's end calls the vendor (RELIABILITY L1).</summary>
    /// <returns>The lease's end, which fences the write that follows; null for the others.</returns>
    private async Task<DateTimeOffset?> ClaimAsync(IntegrationsDbContext db, Revocation revocation, CancellationToken cancellationToken)
    {
        var until = Clock.GetUtcNow() + Lease;
        var taken = await db.WriteAsync(
            ct => db.Revocations.Where(r => r.Id == revocation.Id && r.FinishedAt == null && r.DueAt == revocation.DueAt)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.DueAt, until), ct),
            cancellationToken);
        revocation.DueAt = until;
        return taken == 1 ? until : null;
    }

    private static Task<int> SaveAsync(IntegrationsDbContext db, Revocation tried, DateTimeOffset lease, CancellationToken cancellationToken) => db.WriteAsync(
        ct => db.Revocations.Where(r => r.Id == tried.Id && r.FinishedAt == null && r.DueAt == lease)
            .ExecuteUpdateAsync(
                r => r.SetProperty(x => x.Attempts, tried.Attempts).SetProperty(x => x.DueAt, tried.DueAt).SetProperty(x => x.FinishedAt, tried.FinishedAt)
                    .SetProperty(x => x.Ciphertext, tried.Ciphertext).SetProperty(x => x.Revoked, tried.Revoked).SetProperty(x => x.LastError, tried.LastError),
                ct),
        cancellationToken);

    private async Task TryAsync(IntegrationsDbContext db, Revocation revocation, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var json = revocation.Ciphertext is null ? null : vault.Open("revocation", revocation.OrganizationId, revocation.Id, "credential", revocation.Ciphertext);
        var fields = json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
        if (fields is not null && revocation.ConnectionId is { } connectionId)
        {
            await channels.StopAllAsync(connectionId, fields, cancellationToken);
        }

        if (!tokens.CanRevoke(revocation.ProviderKey))
        {
            (revocation.FinishedAt, revocation.Ciphertext) = (now, null);
            revocation.LastError = "The vendor offers no way to revoke a token. Remove the hub in the account's own settings there.";
            return;
        }

        if (fields is not null && await IsSharedAsync(db, revocation, fields, cancellationToken))
        {
            (revocation.FinishedAt, revocation.Ciphertext) = (now, null);
            revocation.LastError = "Another connection of the same account uses the same grant; it ends with the last of them.";
            return;
        }

        var failure = fields is null
            ? Failure.Invalid("revocation.unreadable", "The stored token could not be read.")
            : await tokens.RevokeAsync(revocation.ProviderKey, revocation.InstanceId, fields, cancellationToken);
        revocation.Attempts++;
        revocation.LastError = Text.Cut(failure?.Message, 1_000);
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

    /// <summary>Whichever organization it belongs to: to the vendor they are one grant.</summary>
    private async Task<bool> IsSharedAsync(IntegrationsDbContext db, Revocation revocation, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (!fields.TryGetValue(Account, out var account) || await tokens.SharingGrantAsync(revocation.ProviderKey, cancellationToken) is not { Count: > 0 } sharing)
        {
            return false;
        }

        return await db.Connections.AsNoTracking().AnyAsync(
            c => c.AccountId == account && c.DisconnectedAt == null && c.AuthKind == revocation.AuthKind && sharing.Contains(c.ProviderKey)
                && (c.Status == ConnectionStatus.Active || c.Status == ConnectionStatus.Error),
            cancellationToken);
    }
}
