using System.Diagnostics.Metrics;
using System.Text.Json;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Revokes at the vendors what was disconnected here, and tries again when a vendor is down (RELIABILITY R12). Credentials of disabled
/// organizations and people are revoked too: ending one is what is wanted then.
/// </summary>
public sealed partial class RevocationSweep(
    IDbContextFactory<IntegrationsDbContext> contexts,
    CredentialVault vault,
    OAuthTokens tokens,
    IEnumerable<IBeforeRevocation> before,
    IMeterFactory meters,
    TimeProvider clock,
    ILogger<RevocationSweep> logger)
    : LeasedWork<Revocation>(contexts, Limits, Lease, meters, clock, logger)
{
    /// <summary>Whose credential it was, kept beside it until it is revoked.</summary>
    internal const string Account = "accountId";

    private static readonly WorkLimits Limits = new(SideBySide: 16, PerOrganization: 4, PerKey: 2, Deadline: TimeSpan.FromSeconds(60));
    private static readonly TimeSpan[] Schedule = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    /// <summary>Longer than the deadline; a node that holds one longer is gone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override int MostAttempts => Schedule.Length + 1;

    /// <inheritdoc/>
    protected override IQueryable<Candidate<Revocation>> DueRows(IntegrationsDbContext db, DateTimeOffset now) =>
        from revocation in db.Revocations.AsNoTracking()
        where revocation.FinishedAt == null && revocation.DueAt <= now
        select new Candidate<Revocation> { Row = revocation, OrganizationId = revocation.OrganizationId, Key = revocation.InstanceId, DueAt = revocation.DueAt, Attempts = revocation.Attempts };

    /// <inheritdoc/>
    protected override IQueryable<Revocation> Self(IntegrationsDbContext db, Revocation row) => db.Revocations.Where(r => r.Id == row.Id);

    /// <inheritdoc/>
    protected override async Task DoAsync(Claimed<Revocation> item, CancellationToken cancellationToken)
    {
        var revocation = item.Row;
        var json = revocation.Ciphertext is null ? null : vault.Open("revocation", revocation.OrganizationId, revocation.Id, "credential", revocation.Ciphertext);
        var fields = json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
        if (fields is not null && revocation.ConnectionId is { } connectionId)
        {
            foreach (var ending in before)
            {
                await ending.EndAsync(connectionId, fields, cancellationToken);
            }
        }

        if (!tokens.CanRevoke(revocation.ProviderKey))
        {
            await EndAsync(item, isRevoked: false, "The vendor offers no way to revoke a token. Remove the hub in the account's own settings there.");
        }
        else if (fields is not null && await IsSharedAsync(revocation, fields, cancellationToken))
        {
            await EndAsync(item, isRevoked: false, "Another connection of the same account uses the same grant; it ends with the last of them.");
        }
        else
        {
            var failure = fields is null
                ? Failure.Invalid("revocation.unreadable", "The stored token could not be read.")
                : await tokens.RevokeAsync(revocation.ProviderKey, revocation.InstanceId, fields, cancellationToken);
            await (failure switch
            {
                null => EndAsync(item, isRevoked: true, null),
                // A vendor that answers "no such token" has nothing left to revoke.
                { Kind: FailureKind.CredentialRefused or FailureKind.VendorRefused or FailureKind.Invalid } => EndAsync(item, isRevoked: false, failure.Message),
                _ => FailAsync(item, failure, CancellationToken.None),
            });
        }
    }

    /// <inheritdoc/>
    protected override Task PutOffAsync(Claimed<Revocation> item, Failure failure, CancellationToken cancellationToken)
    {
        var (due, error) = (Clock.GetUtcNow() + Schedule[item.Attempt - 1], Text.Cut(failure.Message, 1_000));
        return FinishAsync(item, set => set.SetProperty(r => r.DueAt, due).SetProperty(r => r.LastError, error), cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task GiveUpAsync(Claimed<Revocation> item, Failure failure, CancellationToken cancellationToken)
    {
        LogGivenUp(Logger, item.Row.Id, item.Row.ProviderKey, failure.Code);
        return EndAsync(item, isRevoked: false, failure.Message);
    }

    /// <summary>Its secret goes with it. Not tied to the stop: what happened at the vendor has happened.</summary>
    private Task<bool> EndAsync(Claimed<Revocation> item, bool isRevoked, string? error)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        var message = Text.Cut(error, 1_000);
        return FinishAsync(
            item,
            set => set.SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Ciphertext, (string?)null).SetProperty(r => r.Revoked, isRevoked).SetProperty(r => r.LastError, message),
            CancellationToken.None);
    }

    /// <summary>Whichever organization it belongs to: to the vendor they are one grant.</summary>
    private async Task<bool> IsSharedAsync(Revocation revocation, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (!fields.TryGetValue(Account, out var account) || await tokens.SharingGrantAsync(revocation.ProviderKey, cancellationToken) is not { Count: > 0 } sharing)
        {
            return false;
        }

        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.AsNoTracking().AnyAsync(
            c => c.AccountId == account && c.DisconnectedAt == null && c.AuthKind == revocation.AuthKind && sharing.Contains(c.ProviderKey)
                && (c.Status == ConnectionStatus.Active || c.Status == ConnectionStatus.Error),
            cancellationToken);
    }

    [LoggerMessage(3142, LogLevel.Warning, "Revocation {RevocationId} at {Provider} was given up: {Code}. Remove the hub in the account's own settings there")]
    private static partial void LogGivenUp(ILogger logger, Guid revocationId, string provider, string code);
}
