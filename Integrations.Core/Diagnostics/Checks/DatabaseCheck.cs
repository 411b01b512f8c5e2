using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the database answers, is of this program's version, and is set up as it has to be. Examined first: much else asks it.</summary>
public sealed class DatabaseCheck(IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, TimeProvider clock)
{
    private const string Check = "Database";

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A busy machine answers late; that is a finding of its own, and no database that is down.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SlowDatabase = TimeSpan.FromMilliseconds(100);

    /// <returns>What was found, and whether others may ask the database.</returns>
    public async Task<(IReadOnlyList<Finding> Findings, bool IsUsable)> ExamineAsync(CancellationToken cancellationToken)
    {
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
            return ([new Finding(Check, FindingSeverity.Error, Say("It does not answer ({0}).", dialect.KindOf(exception)), fix)], false);
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
            findings.Add(clock.Compare(Say("the database"), now));
        }

        return (findings, true);
    }
}
