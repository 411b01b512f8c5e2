using Integrations.Core.Catalog;
using Integrations.Core.Common;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Connectors.Manifest;
using Integrations.Core.Operations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Setup;

/// <summary>
/// What makes an installation complete, line by line: what is, what to do, and who did it. It changes nothing; ticks and trials
/// are acts of their own.
/// </summary>
public sealed class SetupChecklist(
    IDbContextFactory<IntegrationsDbContext> contexts, ChecklistMarks marks, SelfReach self, CatalogService catalog, PublicOrigin origin, KeyRingPlace keyRing, HostFacts host,
    TimeProvider clock)
{
    private static readonly TimeSpan CertificateSoon = TimeSpan.FromDays(14);
    private static readonly TimeSpan BackupOld = TimeSpan.FromDays(2);
    private static readonly TimeSpan RestoreOld = TimeSpan.FromDays(90);

    /// <summary>For super administrators and the operator.</summary>
    /// <param name="findings">The doctor's of this moment: clock and disk are taken from there.</param>
    /// <param name="isServing">False for a verb: the hub may be down by intent.</param>
    public async Task<Result<Checklist>> ExamineAsync(Caller caller, IReadOnlyList<Finding> findings, bool isServing, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.ExamineHub) is { } forbidden)
        {
            return forbidden;
        }

        var lines = new List<ChecklistLine>();
        lines.AddRange(await AddressAsync(isServing, cancellationToken));
        var providers = new List<ChecklistProvider>();
        if (findings.Any(f => f is { Check: "Database", Severity: FindingSeverity.Error }))
        {
            lines.Add(new(ChecklistKeys.Backup, "Everything in the database", ChecklistState.Wrong, "Not examined: the database does not answer, or is not up to date.", "See the doctor."));
        }
        else
        {
            var known = await marks.LoadAsync(cancellationToken);
            lines.Add(MasterKey(known));
            lines.AddRange(Backups(known));
            lines.Add(Mail(known));
            lines.Add(await SecondFactorsAsync(cancellationToken));
            providers.AddRange(await ProvidersAsync(known, cancellationToken));
        }

        lines.Add(From(findings, ChecklistKeys.Clock, "Clock", "No clock to compare with was asked: the database is on this machine, and no vendor answered."));
        lines.Add(From(findings, ChecklistKeys.Disk, "Disk", "Not examined."));
        return new Checklist(lines, providers, origin.IsKnown ? origin.Url(OAuthFlow.CallbackPath) : null);
    }

    /// <summary>The lines that want something done, as the doctor tells them; what the doctor found itself is left out.</summary>
    public static IReadOnlyList<Finding> AsFindings(Checklist checklist) =>
    [
        .. checklist.Lines.Where(line => line.Key is not (ChecklistKeys.Clock or ChecklistKeys.Disk)).Select(line => new Finding($"Checklist: {line.Title}", SeverityOf(line.State), line.Found, line.ToDo)),
        // Providers without a client are the doctor's own finding.
        .. checklist.Providers.Where(provider => provider.HasClient).Select(provider => new Finding(
            $"Checklist: {provider.DisplayName}", SeverityOf(provider.State), provider.Found, provider.State == ChecklistState.Done ? null : "Try its OAuth client on the page /checklist.")),
    ];

    private static FindingSeverity SeverityOf(ChecklistState state) => state switch
    {
        ChecklistState.Done or ChecklistState.Info => FindingSeverity.Ok,
        ChecklistState.Open or ChecklistState.Attention => FindingSeverity.Warning,
        _ => FindingSeverity.Error,
    };

    private async Task<IReadOnlyList<ChecklistLine>> AddressAsync(bool isServing, CancellationToken cancellationToken)
    {
        const string Address = "Public address";
        if (!origin.IsReachable)
        {
            return [new(
                ChecklistKeys.PublicAddress, Address, host.IsProduction ? ChecklistState.Open : ChecklistState.Info, "Hub:PublicOrigin is not set: the hub is for this machine alone.",
                "Set Hub:PublicOrigin to scheme and host as people see them, such as https://hub.example.org. Vendors send people back there.")];
        }

        var (reached, isTls) = (await self.AskAsync(cancellationToken), origin.Value.Scheme == Uri.UriSchemeHttps);
        var lines = new List<ChecklistLine>
        {
            reached.View is not null
                ? new(ChecklistKeys.PublicAddress, Address, ChecklistState.Done, $"{origin.Value} leads to this hub.")
                : new(
                    ChecklistKeys.PublicAddress, Address, isServing ? ChecklistState.Wrong : ChecklistState.Attention, $"{origin.Value} was asked from this machine: {reached.Problem}.",
                    isServing ? "Let the name lead to the proxy, and the proxy to the hub, from this machine too." : "If the hub does not run now, start it and look again."),
            !isTls
                ? origin.Value.IsLoopback
                    ? new(ChecklistKeys.Tls, "TLS", ChecklistState.Info, "Not used on this machine's own address.", "For others than you, put a proxy with a certificate before the hub.")
                    : new(ChecklistKeys.Tls, "TLS", ChecklistState.Wrong, $"{origin.Value} is not https.", "Put a proxy with a certificate before the hub and set Hub:PublicOrigin to its https address.")
                : Certificate(reached),
        };
        lines.Add(Forwarded(reached, isTls));
        return lines;
    }

    private ChecklistLine Certificate(SelfReached reached) => reached switch
    {
        { CertificateProblem: { } problem } => new(ChecklistKeys.Tls, "TLS", ChecklistState.Wrong, $"The certificate is not trusted on this machine: {problem}.", "Install the whole chain at the proxy; where it is of your own authority, add that to this machine's trusted ones."),
        { CertificateEnds: null } => new(ChecklistKeys.Tls, "TLS", ChecklistState.Open, "Not examined: the address was not reached.", "See the public address."),
        { CertificateEnds: { } ends } when ends < clock.GetUtcNow() + CertificateSoon => new(ChecklistKeys.Tls, "TLS", ChecklistState.Attention, $"The certificate ends on {ends.UtcDateTime:yyyy-MM-dd}.", "Renew it; see that it is renewed by itself the next time."),
        _ => new(ChecklistKeys.Tls, "TLS", ChecklistState.Done, $"The certificate is trusted, until {reached.CertificateEnds!.Value.UtcDateTime:yyyy-MM-dd}."),
    };

    private static ChecklistLine Forwarded(SelfReached reached, bool isTls)
    {
        const string Title = "Forwarded headers";
        return reached.View switch
        {
            null => new(ChecklistKeys.ForwardedHeaders, Title, ChecklistState.Open, "Not examined: the address was not reached.", "See the public address."),
            { Disbelieved.Count: > 0 } view => new(
                ChecklistKeys.ForwardedHeaders, Title, ChecklistState.Wrong, $"{string.Join(", ", view.Disbelieved)} came from {view.RemoteAddress}, and is not believed.",
                $"If {view.RemoteAddress} is your proxy, add it to Hub:KnownProxies (or its network to Hub:KnownNetworks) and restart. Limits and audit see the proxy in place of people until then."),
            { Scheme: "http" } view when isTls => new(
                ChecklistKeys.ForwardedHeaders, Title, ChecklistState.Wrong, $"People use https, and the hub is asked over http by {view.RemoteAddress} without X-Forwarded-Proto.",
                $"Let the proxy send X-Forwarded-Proto and X-Forwarded-For, and add {view.RemoteAddress} to Hub:KnownProxies."),
            var view => new(ChecklistKeys.ForwardedHeaders, Title, ChecklistState.Done, $"A request from this machine arrived as {view.Scheme} from {view.RemoteAddress}."),
        };
    }

    private ChecklistLine MasterKey(Dictionary<string, ChecklistMark> known)
    {
        const string Title = "Master key";
        const string ToDo = "Keep a copy of the master key where neither the database nor its backups are. Without it no stored credential can be read.";
        if (keyRing.File is { } file && FolderOfDatabase() is { } folder && Path.GetFullPath(file).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return new(ChecklistKeys.MasterKey, Title, host.IsProduction ? ChecklistState.Attention : ChecklistState.Info, $"It is in {file}, beside the database: who copies that folder has both.", $"Move it to another folder and set KeyRing:KeyFile. {ToDo}", DoneBy(known, ChecklistKeys.MasterKey));
        }

        return Ticked(known, ChecklistKeys.MasterKey, Title, "It is apart from the database. Whether a copy is kept elsewhere, the hub cannot see.", ToDo);
    }

    private List<ChecklistLine> Backups(Dictionary<string, ChecklistMark> known)
    {
        var (now, last) = (clock.GetUtcNow(), known.GetValueOrDefault(ChecklistKeys.Backup));
        var tried = known.GetValueOrDefault(ChecklistKeys.Restore);
        const string Schedule = "Let a timer run the verb `backup FILE` each night, and bring the file to another machine (docs/operations.md).";
        return
        [
            last is null
                ? new(ChecklistKeys.Backup, "Backup", ChecklistState.Open, "None was made yet.", Schedule)
                : new(ChecklistKeys.Backup, "Backup", now - last.At > BackupOld ? ChecklistState.Attention : ChecklistState.Done, $"The last one: {last.Detail}.", now - last.At > BackupOld ? Schedule : null, DoneBy(known, ChecklistKeys.Backup)),
            Ticked(known, ChecklistKeys.BackupSchedule, "Backup schedule", "Whether a timer makes backups and brings them elsewhere, the hub cannot see.", Schedule),
            tried is null
                ? new(ChecklistKeys.Restore, "Restore", ChecklistState.Open, "No backup was tried yet.", "Run the verb `backup-check FILE`: it restores the archive into a scratch file and counts its rows.")
                : new(
                    ChecklistKeys.Restore, "Restore", !tried.IsGood ? ChecklistState.Wrong : now - tried.At > RestoreOld ? ChecklistState.Attention : ChecklistState.Done, $"The last try: {tried.Detail}",
                    tried.IsGood && now - tried.At <= RestoreOld ? null : "Make a new backup and run the verb `backup-check FILE` on it.", DoneBy(known, ChecklistKeys.Restore)),
        ];
    }

    private static ChecklistLine Mail(Dictionary<string, ChecklistMark> known) => Ticked(
        known, ChecklistKeys.Mail, "Mail", "The hub sends no mail: invitations and links to choose a password are shown once, to who makes them.",
        "See that your administrators know it, and by which way they hand links over.");

    private async Task<ChecklistLine> SecondFactorsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await db.Users.CountAsync(u => u.Role == Role.SuperAdmin && u.DisabledAt == null, cancellationToken);
        var bare = await db.Users.CountAsync(
            u => u.Role == Role.SuperAdmin && u.DisabledAt == null && !u.TwoFactorEnabled && !db.Set<IdentityUserPasskey<Guid>>().Any(k => k.UserId == u.Id), cancellationToken);
        return bare == 0
            ? new(ChecklistKeys.SecondFactor, "Second factor", ChecklistState.Done, $"All super administrators ({all}) have one, or a passkey.")
            : new(ChecklistKeys.SecondFactor, "Second factor", ChecklistState.Open, $"{bare} of {all} super administrators sign in with a password alone.", "Set one up on the page of your account; Auth:RequireSecondFactor asks it of everybody or of administrators.");
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
            (false, _) => (ChecklistState.Open, "No OAuth client: people cannot sign in there. Leave it so if you do not need it."),
            (_, null) => (ChecklistState.Attention, "Entered, and not tried yet."),
            (_, { WaitsFor: not null }) => (ChecklistState.Attention, "A trial was begun, and the vendor has not sent the browser back. If the vendor shows an error, it says what is wrong there."),
            (_, { IsGood: true }) => (ChecklistState.Done, trial.Detail ?? "Works."),
            _ => (ChecklistState.Wrong, trial.Detail ?? "Does not work."),
        };
        return new ChecklistProvider(entry.Key, entry.DisplayName, state, entry.HasOAuthClient, found, callback?.At, trial is null ? null : new ChecklistDone(trial.At, trial.ByName));
    }

    private static ChecklistLine Ticked(Dictionary<string, ChecklistMark> known, string key, string title, string found, string toDo) =>
        DoneBy(known, key) is { } done
            ? new(key, title, ChecklistState.Done, found, ToDo: null, done)
            : new(key, title, ChecklistState.Open, found, toDo);

    private static ChecklistDone? DoneBy(Dictionary<string, ChecklistMark> known, string key) => known.TryGetValue(key, out var mark) ? new ChecklistDone(mark.At, mark.ByName) : null;

    /// <summary>The worst that the doctor found of it.</summary>
    private static ChecklistLine From(IReadOnlyList<Finding> findings, string key, string check, string otherwise) =>
        findings.Where(f => f.Check == check).MaxBy(f => f.Severity) is { } worst
            ? new(key, check, worst.Severity switch { FindingSeverity.Ok => ChecklistState.Done, FindingSeverity.Warning => ChecklistState.Attention, _ => ChecklistState.Wrong }, worst.Message, worst.Fix)
            : new(key, check, ChecklistState.Info, otherwise);

    private string? FolderOfDatabase()
    {
        using var db = contexts.CreateDbContext();
        return db.Dialect.Address.FileOf(db.Database.GetConnectionString()) is { } file ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;
    }
}
