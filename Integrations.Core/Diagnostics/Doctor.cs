using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Jobs;
using Integrations.Core.Jobs.Retention;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics;

public enum FindingSeverity
{
    Ok,

    /// <summary>Works, and somebody should look.</summary>
    Warning,

    /// <summary>Something does not work until it is put right.</summary>
    Error,
}

/// <summary>What the doctor found of one thing.</summary>
/// <param name="Check">What was looked at, a word or two.</param>
/// <param name="Message">What is, without secrets.</param>
/// <param name="Fix">What to do; null where nothing is to be done.</param>
public sealed record Finding(string Check, FindingSeverity Severity, TranslatableText Message, TranslatableText? Fix = null)
{
    /// <summary>What was examined, for pages; null where <see cref="Check"/> says it.</summary>
    public TranslatableText? Title { get; init; }
}

/// <summary>What only the host knows.</summary>
/// <param name="PlaysVendors">The vendor sandbox is on.</param>
public sealed record HostFacts(bool IsProduction, bool PlaysVendors);

/// <summary>
/// Examines what has to be right for the hub to work, and says how to put right what is not: database, key ring, disk, clock,
/// addresses, egress, providers, vendors. It changes nothing, and a check that fails is a finding, never an exception.
/// </summary>
public sealed class Doctor(
    IDbContextFactory<IntegrationsDbContext> contexts,
    IDatabaseDialect dialect,
    CatalogService catalog,
    ProviderTest providers,
    CredentialVault vault,
    Reprotection reprotection,
    PublicOrigin origin,
    QueueWatch queue,
    RetentionReport retention,
    VendorCircuits circuits,
    RefreshJournalFolder journal,
    HostFacts host,
    IOptions<EgressOptions> egress,
    IOptions<VendorHttpOptions> vendors,
    IEnumerable<IHostedService> work,
    IEnumerable<IDoctorCheck> more,
    TimeProvider clock,
    KeyRingGuard? ringGuard = null)
{
    private const int MostCredentials = 2_000;
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 256L << 20;
    private const int WidestNetwork = 8;

    /// <summary>Of IPv6: that of all unique local addresses.</summary>
    private const int WidestNetwork6 = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A busy machine answers late; that is a finding of its own, and no database that is down.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SlowDatabase = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlightlyOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TooFarOff = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    /// <summary>Super admins and operators only: it speaks of the whole hub, and of no organization.</summary>
    public async Task<Result<IReadOnlyList<Finding>>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.ExamineHub) is { } forbidden)
        {
            return forbidden;
        }

        var (database, isUsable) = await DatabaseAsync(cancellationToken);
        var findings = new List<Finding> { new("Version", FindingSeverity.Ok, Say("{0}, on {1}.", ProductVersion.Text, RuntimeInformation.FrameworkDescription)) };
        findings.AddRange(database);
        findings.AddRange(await GuardedAsync("Disk", () => Task.FromResult(Disk())));
        findings.AddRange(await GuardedAsync("Public address", () => Task.FromResult(Address())));
        findings.AddRange(await GuardedAsync("Egress", () => Task.FromResult(Egress())));
        findings.AddRange(Loops());
        foreach (var check in more)
        {
            findings.AddRange(await GuardedAsync(check.GetType().Name, () => check.ExamineAsync(cancellationToken)));
        }

        if (!isUsable)
        {
            findings.Add(new Finding("Credentials, queue, providers", FindingSeverity.Warning, Say("Not examined: they are in the database."), Say("Put the database right, then examine again.")));
            return findings;
        }

        findings.AddRange(await GuardedAsync("Key ring", () => KeyRingAsync(cancellationToken)));
        findings.AddRange(await GuardedAsync("Queue", () => QueueAsync(cancellationToken)));
        findings.AddRange(await GuardedAsync("Given up", () => GivenUpAsync(cancellationToken)));
        findings.AddRange(await GuardedAsync("Retention", () => RetentionAsync(cancellationToken)));
        findings.AddRange(await GuardedAsync("Providers", () => ProvidersAsync(caller, cancellationToken)));
        return findings;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a check meets is what the operator has to hear of.")]
    private async Task<IReadOnlyList<Finding>> GuardedAsync(string check, Func<Task<IReadOnlyList<Finding>>> examine)
    {
        try
        {
            return await examine();
        }
        catch (Exception exception) when (dialect.IsUnavailable(exception))
        {
            // A database that is down has a finding of its own; one that is busy is not broken.
            return [new Finding(check, FindingSeverity.Warning, Say("Could not be examined now: the database did not answer in time ({0}).", Name(exception)), Say("Examine again when there is less to do."))];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [new Finding(check, FindingSeverity.Error, Say("Could not be examined ({0}).", Name(exception)), Say("Look at the log; examine again."))];
        }
    }

    private async Task<(IReadOnlyList<Finding> Findings, bool IsUsable)> DatabaseAsync(CancellationToken cancellationToken)
    {
        const string Check = "Database";
        var fix = Say("Check Database:Provider and ConnectionStrings:Integrations, and that the server runs or the file's folder can be written. A new SQLite file is made at the first start.");
        try
        {
            if (await AnswerAsync(Patience, cancellationToken) is { } prompt)
            {
                return prompt;
            }

            if (await AnswerAsync(LongPatience, cancellationToken) is { } late)
            {
                var busy = Say("Look at the load of the machine and of the database; examine again when it is less.");
                return ([new Finding(Check, FindingSeverity.Warning, Say("It answered, but not within {0:0} s: the machine or the database is busy.", Patience.TotalSeconds), busy), .. late.Findings], late.IsUsable);
            }

            return ([new Finding(Check, FindingSeverity.Error, Say("It does not answer (no answer within {0:0} s).", LongPatience.TotalSeconds), fix)], false);
        }
        catch (Exception exception) when (exception.IsOfDatabase())
        {
            return ([new Finding(Check, FindingSeverity.Error, Say("It does not answer ({0}).", Name(exception)), fix)], false);
        }

        // Null while it has not answered.
        async Task<(IReadOnlyList<Finding> Findings, bool IsUsable)?> AnswerAsync(TimeSpan time, CancellationToken ct)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(time);
            try
            {
                await using var db = await contexts.CreateDbContextAsync(patience.Token);
                return await db.Database.CanConnectAsync(patience.Token)
                    ? await ExamineAsync(db, patience.Token)
                    : ([new Finding(Check, FindingSeverity.Error, Say("It does not answer, or is not there yet."), fix)], false);
            }
            catch (Exception exception) when (!ct.IsCancellationRequested && (exception is OperationCanceledException || patience.IsCancellationRequested))
            {
                return null;
            }
        }
    }

    private async Task<(IReadOnlyList<Finding> Findings, bool IsUsable)> ExamineAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        const string Check = "Database";
        var known = new KnownMigrations(db.GetService<IMigrationsAssembly>().Migrations.Keys);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (!applied.TrueForAll(known.Includes))
        {
            return ([new Finding(Check, FindingSeverity.Error, Say("It was brought up to date by a newer program than this one."), Say("Run the newer program, or restore the backup from before its first start."))], false);
        }

        if (known.Ids.Except(applied, StringComparer.Ordinal).Count() is var missing and > 0)
        {
            return ([new Finding(Check, FindingSeverity.Error, Say("{0} migrations are missing.", missing), Say("Start the hub: it brings the database up to date before it listens."))], false);
        }

        var started = clock.GetTimestamp();
        await db.Database.ExecuteSqlAsync($"SELECT 1", cancellationToken);
        var took = clock.GetElapsedTime(started);
        var findings = new List<Finding>
        {
            took > SlowDatabase
                ? new(Check, FindingSeverity.Warning, Say("It is up to date, and slow: {0:0} ms for the smallest question.", took.TotalMilliseconds), Say("Look at its load and at the network between; the hub asks it several times for each page."))
                : new(Check, FindingSeverity.Ok, Say("It answers in {0:0.#} ms and is up to date ({1} migrations).", took.TotalMilliseconds, applied.Count)),
        };
        var facts = await db.Dialect.Upkeep.ExamineAsync(db, cancellationToken);
        if (facts.Journal is { } mode)
        {
            findings.Add(facts.ReadersWait
                ? new Finding("Write-ahead log", FindingSeverity.Error, Say("The journal is '{0}': readers wait for writers.", mode), Say("Put the file on a local disk; network file systems cannot hold a write-ahead log."))
                : new Finding("Write-ahead log", FindingSeverity.Ok, Say("On.")));
        }

        if (facts.Time is { } now)
        {
            findings.Add(Clock(Say("the database"), now));
        }

        return (findings, true);
    }

    private Finding Clock(TranslatableText other, DateTimeOffset theirs)
    {
        var off = (clock.GetUtcNow() - theirs).Duration();
        var fix = Say("Let both set their clocks by NTP: signatures, tokens and leases are refused beyond a minute.");
        var away = Say("{0:0} s away from {1}.", off.TotalSeconds, other);
        return off > TooFarOff ? new Finding("Clock", FindingSeverity.Error, away, fix)
            : off > SlightlyOff ? new Finding("Clock", FindingSeverity.Warning, away, fix)
            : new Finding("Clock", FindingSeverity.Ok, Say("Agrees with {0}.", other));
    }

    private IReadOnlyList<Finding> Disk()
    {
        var folders = new List<string> { journal.Path };
        using (var db = contexts.CreateDbContext())
        {
            if (db.Dialect.Address.FileOf(db.Database.GetConnectionString()) is { } file)
            {
                folders.Add(Path.GetDirectoryName(Path.GetFullPath(file))!);
            }
        }

        var free = folders.Min(folder => new DriveInfo(ThatIsThere(Path.GetFullPath(folder))).AvailableFreeSpace);
        var fix = Say("Make room where the database and the refresh journal are: a full disk stops every change.");
        return [free < NoSpace ? new Finding("Disk", FindingSeverity.Error, Say("{0} MB are free.", free >> 20), fix)
            : free < LittleSpace ? new Finding("Disk", FindingSeverity.Warning, Say("{0} MB are free.", free >> 20), fix)
            : new Finding("Disk", FindingSeverity.Ok, Say("{0} GB are free.", free >> 30))];
    }

    /// <summary>A folder that is made at its first use has its parent's disk.</summary>
    private static string ThatIsThere(string folder) => Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : ThatIsThere(parent);

    private IReadOnlyList<Finding> Address()
    {
        const string Check = "Public address";
        if (!origin.IsKnown)
        {
            return [new Finding(
                Check, host.IsProduction ? FindingSeverity.Error : FindingSeverity.Warning, Say("Hub:PublicOrigin is not set: callbacks go to the address that the hub listens on."),
                Say("Set Hub:PublicOrigin to scheme and host as people see them, such as https://hub.example.org."))];
        }

        return !origin.Value.IsLoopback && origin.Value.Scheme != Uri.UriSchemeHttps
            ? [new Finding(Check, FindingSeverity.Error, Say("{0} is not https: vendors refuse such callbacks, and browsers send no session cookie.", origin.Value), Say("Put a proxy with a certificate before the hub and set Hub:PublicOrigin to its https address."))]
            : [new Finding(Check, FindingSeverity.Ok, Say("{0}; vendors send people back to {1}.", origin.Value, origin.Url(OAuthFlow.CallbackPath)))];
    }

    private IReadOnlyList<Finding> Egress()
    {
        var wide = egress.Value.Allowed.Where(n => n.PrefixLength < (n.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? WidestNetwork : WidestNetwork6)).Select(n => n.ToString()).ToList();
        return wide.Count > 0
                ? [new Finding("Egress", FindingSeverity.Error, Say("Egress:AllowedPrivateNetworks opens {0}: webhooks reach nearly everything inside.", string.Join(", ", wide)), Say("List the few networks that receivers are really in."))]
            : egress.Value.UseSystemProxy
                ? [new Finding("Egress", FindingSeverity.Warning, Say("Egress:UseSystemProxy is on: the proxy, not the hub, decides which addresses are connected to."), Say("Let the proxy refuse private networks, or switch it off."))]
            : egress.Value.Allowed.Count > 0
                ? [new Finding("Egress", FindingSeverity.Ok, Say("Private networks are closed, but for {0}.", string.Join(", ", egress.Value.Allowed)))]
            : [new Finding("Egress", FindingSeverity.Ok, Say("Private networks are closed."))];
    }

    private IEnumerable<Finding> Loops() => work.OfType<BackgroundLoop>().Where(loop => loop.IsStalled)
        .Select(loop => new Finding("Background work", FindingSeverity.Error, Say("{0} has stalled.", loop.GetType().Name), Say("Read the log's event 3901, which says why; restart the hub if it says nothing.")));

    private async Task<IReadOnlyList<Finding>> KeyRingAsync(CancellationToken cancellationToken)
    {
        if (ringGuard?.Refuse() is not null)
        {
            return [new Finding("Key ring", FindingSeverity.Error, Say("The configured master key does not open the stored key ring, which was encrypted with another master key: the hub does not start."), KeyRingGuard.Remedy)];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Connections.AsNoTracking().Where(c => c.Ciphertext != null && c.DisconnectedAt == null).OrderByDescending(c => c.Id).Take(MostCredentials).ToListAsync(cancellationToken);
        var unreadable = stored.Count(c => vault.OpenFields(c) is null);
        var older = await reprotection.CountAsync(db, cancellationToken);
        return [unreadable > 0
            ? new Finding("Key ring", FindingSeverity.Error, Say("{0} of {1} stored credentials cannot be read.", unreadable, stored.Count), Say("Put the key back that was set when they were stored (KeyRing:Key, KeyRing:KeyFile or KeyRing:Certificate) and restart; else reconnect."))
            : new Finding("Key ring", FindingSeverity.Ok, stored.Count == 0 ? Say("No credential is stored yet.") : Say("Reads all of {0} stored credentials.", stored.Count)),
            older > 0
            ? new Finding("Rotation of keys", FindingSeverity.Warning, Say("{0} secrets are protected by an older key than the newest; that key cannot go yet.", older), Say("Let the hub run: it protects them again within the hour. If some remain, log event 3131 counts those that cannot be read: they want their key back, or to be entered again."))
            : new Finding("Rotation of keys", FindingSeverity.Ok, Say("The newest key protects every secret."))];
    }

    private async Task<IReadOnlyList<Finding>> QueueAsync(CancellationToken cancellationToken)
    {
        var figures = await queue.LookAsync(cancellationToken);
        var findings = new List<Finding>
        {
            figures.OldestDue > Overdue
                ? new("Queue", FindingSeverity.Warning, Say("{0} deliveries wait, and the oldest has been due for {1:0.#} minutes.", figures.Waiting, figures.OldestDue.TotalMinutes), Say("If the hub runs, look at the log for event 5001 and at the database's speed; if it does not, start it."))
                : new("Queue", FindingSeverity.Ok, Say("{0} deliveries wait; none is overdue.", figures.Waiting)),
        };
        findings.AddRange(circuits.NotClosed().GroupBy(c => c.Provider).Select(c =>
            new Finding("Vendors", FindingSeverity.Warning, Say("{0} is left alone for now, for {1} organizations: its calls failed.", c.Key, c.Count()), Say("Nothing, at first: it is asked again by itself. If it lasts, look at the vendor's status page."))));
        return findings;
    }

    /// <summary>What the hub does not do any more until a person looks at it.</summary>
    private async Task<IReadOnlyList<Finding>> GivenUpAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = clock.GetUtcNow() - Lately;
        // A note about one that had nothing to do was never attempted.
        var events = await db.InboundEvents.CountAsync(e => e.ProcessedAt > since && e.LastError != null && e.Attempts > 0, cancellationToken);
        var leavers = await LeaverConnections.Of(db).CountAsync(cancellationToken);
        return [
            events > 0
                ? new Finding("Events of vendors", FindingSeverity.Warning, Say("{0} were given up in the last day.", events), Say("Each integration's Webhooks tab says why, and has them tried again."))
                : new Finding("Events of vendors", FindingSeverity.Ok, Say("None was given up in the last day.")),
            leavers > 0
                ? new Finding("Accounts of disabled people", FindingSeverity.Warning, Say("{0} are still connected; the hub does not use them.", leavers), Say("Their organizations' administrators disconnect them on the members page, beside the person."))
                : new Finding("Accounts of disabled people", FindingSeverity.Ok, Say("None is connected.")),
        ];
    }

    private async Task<IReadOnlyList<Finding>> RetentionAsync(CancellationToken cancellationToken)
    {
        var overdue = await retention.OverdueAsync(cancellationToken);
        var table = string.Join(", ", retention.Lines.Select(line => $"{line.What} {line.Days} ({line.Key})"));
        return [overdue.Count > 0
            ? new Finding("Retention", FindingSeverity.Warning, Say("Older than their age and still there: {0}. Days kept: {1}.", string.Join(", ", overdue), table), Say("Let the hub run: it deletes them within hours. If they stay, the log's events 3931 and 3933 say why."))
            : new Finding("Retention", FindingSeverity.Ok, Say("Nothing is older than its age. Days kept: {0}.", table))];
    }

    private async Task<IReadOnlyList<Finding>> ProvidersAsync(Caller caller, CancellationToken cancellationToken)
    {
        var entries = (await catalog.AllAsync(cancellationToken)).Where(e => e is { Connector: not null, Document.Status: ProviderStatuses.Active }).OrderBy(e => e.Key, StringComparer.Ordinal).ToList();
        var findings = entries.Where(e => e.Connector!.Manifest.Auth.Any(m => m.OAuth is not null) && !e.HasOAuthClient).Select(WithoutClient).ToList();
        if (findings.Count == 0)
        {
            findings.Add(new Finding("Providers", FindingSeverity.Ok, Say("{0} providers are active, each with the OAuth client that it needs.", entries.Count)));
        }

        if (host.PlaysVendors && vendors.Value.SandboxOrigin is null)
        {
            findings.Add(new Finding("Vendors", FindingSeverity.Ok, Say("Played by the sandbox, once the hub runs.")));
            return findings;
        }

        var reached = await Task.WhenAll(entries.Where(e => e.Connector!.Manifest.Auth.Any(m => m.OAuth is null) || e.HasOAuthClient).Select(async e => (Entry: e, Outcome: await ReachAsync(caller, e, cancellationToken))));
        findings.AddRange(reached.Where(r => r.Outcome?.Failure is not null).Select(r =>
            new Finding("Vendors", FindingSeverity.Warning, r.Outcome!.Failure!.Message, Say("Allow https to {0} in firewall and proxy, or wait for the vendor.", string.Join(", ", r.Entry.Connector!.Manifest.Hosts.Take(3))))));
        if (reached.FirstOrDefault(r => r.Outcome?.VendorTime is not null).Outcome is { VendorTime: { } theirs } told)
        {
            // Told in whole seconds, and on its way back for half the time that the call took.
            findings.Add(Clock(Say("the vendors"), theirs + (clock.GetUtcNow() - told.TestedAt)));
        }

        if (reached.All(r => r.Outcome?.Failure is null))
        {
            findings.Add(new Finding("Vendors", FindingSeverity.Ok, host.PlaysVendors
                ? Say("{0} were asked, and all that have an address of their own answered (the sandbox plays them).", reached.Length)
                : Say("{0} were asked, and all that have an address of their own answered.", reached.Length)));
        }

        return findings;
    }

    private Finding WithoutClient(CatalogEntry entry)
    {
        var onlyWay = entry.Connector!.Manifest.Auth.All(m => m.OAuth is not null);
        var callback = origin.IsKnown ? origin.Url(OAuthFlow.CallbackPath) : $"(Hub:PublicOrigin){OAuthFlow.CallbackPath}";
        return new Finding(
            "Providers", onlyWay ? FindingSeverity.Warning : FindingSeverity.Ok, onlyWay ? Say("{0} has no OAuth client: nobody can sign in there.", entry.DisplayName) : Say("{0} has no OAuth client: nobody can sign in there, only paste a credential.", entry.DisplayName),
            Say("Register one at the vendor with the callback {0}, then set Providers:{1}:ClientId and ClientSecret, or enter them on the provider's page.", callback, entry.Key));
    }

    private async Task<ProviderTestOutcome?> ReachAsync(Caller caller, CatalogEntry entry, CancellationToken cancellationToken) =>
        (await providers.RunAsync(caller, null, entry.Key, cancellationToken)).Match(outcome => outcome, _ => null!);

    /// <summary>The kind of a fault, without its text, which may name hosts and users.</summary>
    private string Name(Exception exception) => exception switch
    {
        DbException ofDatabase when dialect.Errors.Name(ofDatabase) is { } name => name,
        OperationCanceledException => $"no answer within {Patience.TotalSeconds:0} s",
        { InnerException: { } inner } => Name(inner),
        _ => exception.GetType().Name,
    };
}
