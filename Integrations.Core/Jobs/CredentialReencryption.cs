using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Jobs;

/// <summary>
/// Protects every stored secret again that an older key of the ring protects, and tells what is left, so that a rotation comes to
/// its end and the old key can go (SECURITY T3). What lives for a day at most, such as sign-ins under way, is left to end by itself.
/// </summary>
public sealed partial class CredentialReencryption(
    IDbContextFactory<IntegrationsDbContext> contexts, IEnumerable<ReencryptedColumn> columns, IDataProtectionProvider protection, TimeProvider clock, ILogger<CredentialReencryption> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>What a protected text begins with: a constant and the key's id, 20 bytes, of which 26 characters of base64url hold all but four bits.</summary>
    private const int MarkLength = 26;

    /// <summary>So long another node may still protect with the key before; each round looks.</summary>
    private static readonly TimeSpan KeyIsNew = TimeSpan.FromDays(2);

    /// <summary>Afterwards nothing can become older, and a look at every secret only confirms it.</summary>
    private static readonly TimeSpan Confirmed = TimeSpan.FromDays(1);

    private readonly ReencryptedColumn[] _columns = [.. columns];
    private (string Mark, DateTimeOffset Since, DateTimeOffset LookedAt)? _whole;

    /// <summary>What it looks after, as entity and property.</summary>
    internal IEnumerable<string> Columns => _columns.Select(column => column.Name);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromHours(1);

    /// <summary>Protects again all that it can read.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (mark, renewed, now) = (Mark(), 0, Clock.GetUtcNow());
        if (_whole is { } whole && whole.Mark == mark && now - whole.Since > KeyIsNew && now - whole.LookedAt < Confirmed)
        {
            return 0;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var column in _columns)
        {
            renewed += await column.RenewAsync(db, mark, cancellationToken);
        }

        if (renewed > 0)
        {
            LogRenewed(Logger, renewed);
        }

        var left = await CountAsync(db, mark, cancellationToken);
        if (left > 0)
        {
            LogLeft(Logger, left);
        }

        _whole = left > 0 ? null : (mark, _whole is { } known && known.Mark == mark ? known.Since : now, now);

        // All that could be done was done; what is left waits for the next round.
        return 0;
    }

    /// <summary>How many secrets an older key protects.</summary>
    public Task<int> CountAsync(IntegrationsDbContext db, CancellationToken cancellationToken) => CountAsync(db, Mark(), cancellationToken);

    private async Task<int> CountAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var column in _columns)
        {
            left += await column.CountAsync(db, mark, cancellationToken);
        }

        return left;
    }

    private string Mark() => protection.CreateProtector("Integrations.Mark").Protect("")[..MarkLength];

    [LoggerMessage(3130, LogLevel.Information, "{Count} stored secrets are protected with the key ring's newest key now")]
    private static partial void LogRenewed(ILogger logger, int count);

    [LoggerMessage(3131, LogLevel.Warning, "{Count} stored secrets are still protected by an older key and could not be read; the old keys cannot go")]
    private static partial void LogLeft(ILogger logger, int count);
}
