using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors;
using Integrations.Connectors.Declarative;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Catalog.Files;

/// <summary>Providers that super administrators add to a running hub as files: checked, approved, replaced, and taken back.</summary>
public sealed class ProviderFileService(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, ProviderFileLoader loader, IEnumerable<IProviderUse> uses, AuditLog audit, TimeProvider clock)
{
    /// <summary>256 KB; a longer file gives <c>validation</c>.</summary>
    public const int LargestFileInBytes = 256 * 1024;

    /// <summary>Says what a file is, or what is wrong with it; nothing is changed.</summary>
    /// <param name="caller">A super admin.</param>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The check, or <c>permission_denied</c>, <c>validation</c> for one that is too large, <c>provider.sign_in_moved</c>, or why no file can have this key.</returns>
    public async Task<Result<ProviderFileCheck>> CheckAsync(Caller caller, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (bytes.Length > LargestFileInBytes)
        {
            return Failure.InvalidField("file", $"A provider file has at most {LargestFileInBytes / 1024} KB.");
        }

        if (ProviderFile.Read(bytes.Span, out var problems) is not { } file)
        {
            return new ProviderFileCheck(problems);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (key, rows) = (file.Manifest.Key, await db.ProviderFiles.AsNoTracking().Where(f => f.Key == file.Manifest.Key).ToListAsync(cancellationToken));
        var provider = await db.Providers.AsNoTracking().SingleOrDefaultAsync(p => p.Key == key, cancellationToken);
        if (Taken(key, file.Manifest.DisplayName, provider, rows.Count > 0) is { } taken)
        {
            return taken;
        }

        var before = rows.SingleOrDefault(row => row.IsInForce);
        var former = before?.Read(out _);
        if (Moved(former, file) is { } moved)
        {
            return moved;
        }

        return new ProviderFileCheck(
            [], file, ProviderFileChanges.HostsOf(file), before?.Number, former is null ? null : ProviderFileChanges.Between(former, file),
            provider is not null && await uses.AnyAsync(db, provider.Id, cancellationToken))
        {
            Warnings = ProviderFileWarnings.Of(bytes.Span, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)),
        };
    }

    /// <summary>Adds a provider, or puts another file in the place of the one in force. Every node has it within five seconds, this one at once.</summary>
    /// <param name="caller">A super admin who confirmed their password lately.</param>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="hosts">Those that the caller approves: all that <see cref="ProviderFileCheck.Hosts"/> names.</param>
    /// <param name="replaces">The number of the file that the caller saw in force; null for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The version, or what <see cref="CheckAsync"/> answers, <c>validation</c>, <c>provider.hosts_not_approved</c>, <c>stale</c>, <c>auth.confirm_password</c>.</returns>
    public async Task<Result<ProviderFileVersion>> SaveAsync(Caller caller, ReadOnlyMemory<byte> bytes, IReadOnlyCollection<string> hosts, int? replaces, CancellationToken cancellationToken)
    {
        if (!(await CheckAsync(caller, bytes, cancellationToken)).TryGet(out var check, out var failure))
        {
            return failure;
        }

        if (caller.MustHaveSignedInLately(clock.GetUtcNow()) is { } stale)
        {
            return stale;
        }

        if (check is not { File: { } file, Hosts: { } named })
        {
            return Failure.InvalidField("file", string.Join(" ", check.Problems.Take(3)));
        }

        if (named.Except(hosts, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } unapproved)
        {
            return ProviderFailures.HostsNotApproved(unapproved);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Before its files: a change that comes in between gives it another version (see PutInForceAsync), and saving fails.
        var provider = await db.Providers.SingleOrDefaultAsync(p => p.Key == file.Manifest.Key, cancellationToken);
        var rows = await db.ProviderFiles.Where(f => f.Key == file.Manifest.Key).ToListAsync(cancellationToken);
        if (rows.SingleOrDefault(row => row.IsInForce)?.Number != replaces)
        {
            return ProviderFailures.Stale;
        }

        rows.ForEach(row => row.IsInForce = false);
        var added = new StoredProviderFile
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Key = file.Manifest.Key,
            Number = rows.Select(row => row.Number).DefaultIfEmpty().Max() + 1,
            Text = Encoding.UTF8.GetString(bytes.Span),
            IsInForce = true,
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = Text.Cut(caller.DisplayName, 320),
        };
        db.ProviderFiles.Add(added);
        return await PutInForceAsync(db, caller, replaces is null ? "provider.file_added" : "provider.file_replaced", provider, added, file, cancellationToken);
    }

    /// <summary>Takes a former file again.</summary>
    /// <returns>The version, or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>provider.file_not_found</c>, <c>validation</c> for one that this program can no longer read, <c>stale</c>.</returns>
    public async Task<Result<ProviderFileVersion>> RestoreAsync(Caller caller, string key, int number, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeProviders) ?? caller.MustHaveSignedInLately(clock.GetUtcNow())) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var provider = await db.Providers.SingleOrDefaultAsync(p => p.Key == key, cancellationToken);
        var rows = await db.ProviderFiles.Where(f => f.Key == key).ToListAsync(cancellationToken);
        if (rows.SingleOrDefault(row => row.Number == number) is not { } wanted)
        {
            return ProviderFailures.FileNotFound(key, number);
        }

        if (wanted.Read(out var problems) is not { } file)
        {
            return Failure.InvalidField("file", string.Join(" ", problems.Take(3)));
        }

        if (Moved(rows.SingleOrDefault(row => row.IsInForce)?.Read(out _), file) is { } moved)
        {
            return moved;
        }

        rows.ForEach(row => row.IsInForce = row == wanted);
        return await PutInForceAsync(db, caller, "provider.file_restored", provider, wanted, file, cancellationToken);
    }

    /// <summary>The files of one provider, the newest first; empty for one that has none, or whose file is the operator's.</summary>
    public async Task<Result<IReadOnlyList<ProviderFileVersion>>> ListAsync(Caller caller, string key, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ProviderFiles.AsNoTracking().Where(f => f.Key == key).OrderByDescending(f => f.Number)
            .Select(f => new ProviderFileVersion(f.Number, f.IsInForce, f.CreatedAt, f.CreatedBy)).ToListAsync(cancellationToken);
    }

    private async Task<Result<ProviderFileVersion>> PutInForceAsync(
        IntegrationsDbContext db, Caller caller, string action, Provider? provider, StoredProviderFile row, ProviderFile file, CancellationToken cancellationToken)
    {
        if (provider is null)
        {
            provider = ProviderRows.New(ConnectorCatalog.EntryOf(file), isBuiltIn: false, clock.GetUtcNow());
            db.Providers.Add(provider);
        }
        else
        {
            ProviderRows.Update(provider, ConnectorCatalog.EntryOf(file));
            // Also where it says the same: of two who change a provider's file at once, the second finds another version of it.
            db.Entry(provider).Property(p => p.BaseJson).IsModified = true;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row.Text)));
        audit.Add(
            db, caller, action, new AuditTarget("provider", row.Key, file.Manifest.DisplayName),
            after: new { number = row.Number, sha256 = digest, hosts = ProviderFileChanges.HostsOf(file), eventProof = file.EventProof });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException refused) when (refused is DbUpdateConcurrencyException || refused.IsUniqueViolation())
        {
            return ProviderFailures.Stale;
        }

        await loader.TryRunAsync(cancellationToken);
        return new ProviderFileVersion(row.Number, row.IsInForce, row.CreatedAt, row.CreatedBy);
    }

    /// <summary>Why no file may have this key; null where it may.</summary>
    private Failure? Taken(string key, string name, Provider? provider, bool hasFiles) =>
        connectors.IsBuiltIn(key) ? ProviderFailures.OfTheHub(key, connectors.Find(key)?.Manifest.DisplayName ?? name)
        : loader.IsFromFolder(key) ? ProviderFailures.OfTheFolder(name)
        : provider is not null && !hasFiles ? ProviderFailures.KeyTaken(key)
        : null;

    private static Failure? Moved(ProviderFile? before, ProviderFile after) =>
        before is not null && ProviderFileChanges.TokenHosts(before, after) is { Count: > 0 } hosts ? ProviderFailures.SignInMoved(before.Manifest.DisplayName, hosts) : null;
}
