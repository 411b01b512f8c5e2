using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Diagnostics;
using Integrations.Core.Diagnostics.Checks;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Setup;

/// <summary>
/// What makes an installation complete, line by line: what is, what to do, and who did it. It changes nothing; ticks and trials
/// are acts of their own.
/// </summary>
public sealed class SetupChecklist(
    IDbContextFactory<IntegrationsDbContext> contexts, ChecklistMarks marks, AddressCheck address, CatalogService catalog, KeyRingPlace keyRing, HostFacts host, TimeProvider clock)
{
    private static readonly TimeSpan BackupOld = TimeSpan.FromDays(2);
    private static readonly TimeSpan RestoreOld = TimeSpan.FromDays(90);

    /// <summary>For super administrators and the operator.</summary>
    /// <param name="findings">The doctor's of this moment: clock and disk are taken from there.</param>
    /// <param name="isServing">False for a verb: the hub may be down by intent.</param>
    public async Task<Result<Checklist>> ExamineAsync(Caller caller, IReadOnlyList<Finding> findings, bool isServing, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ExamineHub) is { } forbidden)
        {
            return forbidden;
        }

        var lines = new List<ChecklistLine>();
        lines.AddRange(await address.ExamineAsync(isServing, cancellationToken));
        var providers = new List<ChecklistProvider>();
        if (findings.Any(f => f is { Check: "Database", Severity: FindingSeverity.Error }))
        {
            lines.Add(new(ChecklistKeys.Backup, Say("Everything in the database"), ChecklistState.Wrong, Say("Not examined: the database does not answer, or is not up to date."), Say("See the doctor.")));
        }
        else
        {
            var known = await marks.LoadAsync(cancellationToken);
            lines.Add(MasterKey(known));
            lines.AddRange(Backups(known));
            lines.Add(Mail(known, findings));
            lines.Add(await SecondFactorsAsync(cancellationToken));
            providers.AddRange(await ProvidersAsync(known, cancellationToken));
        }

        lines.Add(From(findings, ChecklistKeys.Clock, "Clock", Say("Clock"), Say("No clock to compare with was asked: the database is on this machine, and no vendor answered.")));
        lines.Add(From(findings, ChecklistKeys.Disk, "Disk", Say("Disk"), Say("Not examined.")));
        return new Checklist(lines, providers, address.CallbackUrl);
    }

    /// <summary>The lines that want something done, as the doctor tells them; what the doctor found itself is left out.</summary>
    public static IReadOnlyList<Finding> AsFindings(Checklist checklist) =>
    [
        .. checklist.Lines.Where(line => line.Key is not (ChecklistKeys.Clock or ChecklistKeys.Disk)).Select(line => new Finding($"Checklist: {line.Title}", SeverityOf(line.State), line.Found, line.ToDo) { Title = Say("Checklist: {0}", line.Title) }),
        // Providers without a client are the doctor's own finding.
        .. checklist.Providers.Where(provider => provider.HasClient).Select(provider => new Finding(
            $"Checklist: {provider.DisplayName}", SeverityOf(provider.State), provider.Found, provider.State == ChecklistState.Done ? null : Say("Try its OAuth client on the page /checklist.")) { Title = Say("Checklist: {0}", provider.DisplayName) }),
    ];

    private static FindingSeverity SeverityOf(ChecklistState state) => state switch
    {
        ChecklistState.Done or ChecklistState.Info => FindingSeverity.Ok,
        ChecklistState.Open or ChecklistState.Attention => FindingSeverity.Warning,
        _ => FindingSeverity.Error,
    };

    private ChecklistLine MasterKey(Dictionary<string, ChecklistMark> known)
    {
        var title = Say("Master key");
        var toDo = Say("Keep a copy of the master key where neither the database nor its backups are. Without it no stored credential can be read.");
        if (keyRing.File is { } file && FolderOfDatabase() is { } folder && Path.GetFullPath(file).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return new(ChecklistKeys.MasterKey, title, host.IsProduction ? ChecklistState.Attention : ChecklistState.Info, Say("It is in {0}, beside the database: anyone who copies that folder has both.", file), Say("Move it to another folder and set KeyRing:KeyFile. {0}", toDo), DoneBy(known, ChecklistKeys.MasterKey));
        }

        return Ticked(known, ChecklistKeys.MasterKey, title, Say("It is apart from the database. Whether a copy is kept elsewhere, the hub cannot see."), toDo);
    }

    private List<ChecklistLine> Backups(Dictionary<string, ChecklistMark> known)
    {
        var (now, last) = (clock.GetUtcNow(), known.GetValueOrDefault(ChecklistKeys.Backup));
        var tried = known.GetValueOrDefault(ChecklistKeys.Restore);
        var schedule = Say("Let a timer run 'integrations backup FILE' each night, and bring the file to another machine.");
        return
        [
            last is null
                ? new(ChecklistKeys.Backup, Say("Backup"), ChecklistState.Open, Say("None was made yet."), schedule)
                : new(ChecklistKeys.Backup, Say("Backup"), now - last.At > BackupOld ? ChecklistState.Attention : ChecklistState.Done, Say("The last one: {0}.", last.Detail), now - last.At > BackupOld ? schedule : null, DoneBy(known, ChecklistKeys.Backup)),
            Ticked(known, ChecklistKeys.BackupSchedule, Say("Backup schedule"), Say("Whether a timer makes backups and brings them elsewhere, the hub cannot see."), schedule),
            tried is null
                ? new(ChecklistKeys.Restore, Say("Restore"), ChecklistState.Open, Say("No backup was tried yet."), Say("Run 'integrations backup-check FILE': it restores the backup into a scratch file and counts its rows."))
                : new(
                    ChecklistKeys.Restore, Say("Restore"), !tried.IsGood ? ChecklistState.Wrong : now - tried.At > RestoreOld ? ChecklistState.Attention : ChecklistState.Done, Say("The last try: {0}", tried.Detail),
                    tried.IsGood && now - tried.At <= RestoreOld ? null : Say("Make a new backup and run 'integrations backup-check FILE' on it."), DoneBy(known, ChecklistKeys.Restore)),
        ];
    }

    /// <summary>Without mail a hub is complete all the same: then people have to know how links are handed over.</summary>
    private static ChecklistLine Mail(Dictionary<string, ChecklistMark> known, IReadOnlyList<Finding> findings) => MailCheck.FoundOn(findings)
        ? From(findings, ChecklistKeys.Mail, MailCheck.Check, Say("Mail"), Say("Not examined."))
        : Ticked(
            known, ChecklistKeys.Mail, Say("Mail"), Say("The hub sends no mail: invitations and links to choose a password are shown once, to the person who makes them."),
            Say("Set Mail:Host and Mail:From, or see that your administrators know it, and by which way they hand links over."));

    private async Task<ChecklistLine> SecondFactorsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await db.Users.CountAsync(u => u.Role == Role.SuperAdmin && u.DisabledAt == null, cancellationToken);
        var bare = await db.Users.CountAsync(
            u => u.Role == Role.SuperAdmin && u.DisabledAt == null && !u.TwoFactorEnabled && !db.Set<IdentityUserPasskey<Guid>>().Any(k => k.UserId == u.Id), cancellationToken);
        return bare == 0
            ? new(ChecklistKeys.SecondFactor, Say("Second factor"), ChecklistState.Done, Say("All super administrators ({0}) have one, or a passkey.", all))
            : new(ChecklistKeys.SecondFactor, Say("Second factor"), ChecklistState.Open, Say("{0} of {1} super administrators sign in with a password alone.", bare, all), Say("Set one up on the page of your account; Auth:RequireSecondFactor asks it of everyone or of administrators."));
    }

    private async Task<IReadOnlyList<ChecklistProvider>> ProvidersAsync(Dictionary<string, ChecklistMark> known, CancellationToken cancellationToken)
    {
        var entries = (await catalog.AllAsync(cancellationToken))
            .Where(e => e is { Connector: not null, Document.Status: ProviderStatuses.Active } && e.Connector.Manifest.Auth.Any(m => m.OAuth is not null));
        return [.. entries.Select(entry => Provider(entry, known.GetValueOrDefault(ChecklistKeys.Trial(entry.Key)), known.GetValueOrDefault(ChecklistKeys.Callback(entry.Key))))
            .OrderByDescending(p => p.HasClient).ThenBy(p => p.DisplayName, StringComparer.OrdinalIgnoreCase)];
    }

    private static ChecklistProvider Provider(CatalogEntry entry, ChecklistMark? trial, ChecklistMark? callback)
    {
        var (state, found) = (entry.HasOAuthClient, trial) switch
        {
            (false, _) => (ChecklistState.Open, Say("No OAuth client: people cannot sign in there. Leave it so if you do not need it.")),
            (_, null) => (ChecklistState.Attention, Say("Entered, and not tried yet.")),
            (_, { WaitsFor: not null }) => (ChecklistState.Attention, Say("A trial was begun, and the vendor has not sent the browser back. If the vendor shows an error, it says what is wrong there.")),
            (_, { IsGood: true }) => (ChecklistState.Done, Say("{0} asked for consent, sent the browser back and gave a token, which was thrown away.", entry.DisplayName)),
            _ => (ChecklistState.Wrong, trial.Detail is { } words ? new TranslatableText(words) : Say("Does not work.")),
        };
        return new ChecklistProvider(entry.Key, entry.DisplayName, state, entry.HasOAuthClient, found, callback?.At, trial is null ? null : new ChecklistDone(trial.At, trial.ByName));
    }

    private static ChecklistLine Ticked(Dictionary<string, ChecklistMark> known, string key, TranslatableText title, TranslatableText found, TranslatableText toDo) =>
        DoneBy(known, key) is { } done
            ? new(key, title, ChecklistState.Done, found, ToDo: null, done)
            : new(key, title, ChecklistState.Open, found, toDo);

    private static ChecklistDone? DoneBy(Dictionary<string, ChecklistMark> known, string key) => known.TryGetValue(key, out var mark) ? new ChecklistDone(mark.At, mark.ByName) : null;

    /// <summary>The worst that the doctor found of it.</summary>
    private static ChecklistLine From(IReadOnlyList<Finding> findings, string key, string check, TranslatableText title, TranslatableText otherwise) =>
        findings.Where(f => f.Check == check).MaxBy(f => f.Severity) is { } worst
            ? new(key, title, worst.Severity switch { FindingSeverity.Ok => ChecklistState.Done, FindingSeverity.Warning => ChecklistState.Attention, _ => ChecklistState.Wrong }, worst.Message, worst.Remedy)
            : new(key, title, ChecklistState.Info, otherwise);

    private string? FolderOfDatabase()
    {
        using var db = contexts.CreateDbContext();
        return db.Dialect.Address.FileOf(db.Database.GetConnectionString()) is { } file ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;
    }
}
