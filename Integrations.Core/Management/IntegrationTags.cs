using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Free words on integrations: which there are, and the same for many at once. One integration's are changed with its other values.</summary>
public sealed class IntegrationTags(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit)
{
    /// <summary>So many tags a list offers; all others are found by their address.</summary>
    public const int MostListed = 200;

    private const int MostAtOnce = 1_000;
    private const int ChunkSize = 100;
    private const int MostAttempts = 5;

    /// <summary>Those of the integrations that the caller sees, in alphabetical order, at most 200.</summary>
    public async Task<IReadOnlyList<TagCount>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.Instances.AsNoTracking().VisibleTo(caller).SelectMany(i => i.Tags).Where(t => t.OrganizationId == caller.OrganizationId).GroupBy(t => t.Key)
            .OrderBy(g => g.Key).Select(g => new { Name = g.Max(t => t.Name)!, Count = g.Count() }).Take(MostListed).ToListAsync(cancellationToken);
        return [.. counts.Select(count => new TagCount(count.Name, count.Count))];
    }

    /// <summary>Puts tags on integrations and takes others from them. Doing it again changes nothing.</summary>
    /// <param name="caller">Who may change them; the others are counted and left as they are.</param>
    /// <param name="ids">At most 1,000.</param>
    /// <param name="changes">At least one tag to add or remove.</param>
    /// <param name="cancellationToken">Ends the work between a hundred and the next; what was changed stays so.</param>
    /// <returns>What became of them, or <c>validation</c>.</returns>
    public async Task<Result<TagOutcome>> ChangeAsync(Caller caller, IReadOnlyCollection<Guid> ids, TagChanges changes, CancellationToken cancellationToken)
    {
        if (Check(changes, ids.Count) is { } invalid)
        {
            return invalid;
        }

        var outcome = new TagOutcome(0, 0, [], 0);
        foreach (var chunk in ids.Distinct().Order().Chunk(ChunkSize))
        {
            var next = await AgainAsync(caller, chunk, changes, cancellationToken);
            outcome = new TagOutcome(outcome.Changed + next.Changed, outcome.Unchanged + next.Unchanged, [.. outcome.Full, .. next.Full], outcome.Refused + next.Refused);
        }

        return outcome;
    }

    /// <summary>The same for everything that matches.</summary>
    public async Task<Result<TagOutcome>> ChangeMatchingAsync(Caller caller, InstanceFilter filter, TagChanges changes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await db.Instances.AsNoTracking().VisibleTo(caller).Matching(filter).OrderBy(i => i.Id).Select(i => i.Id).Take(MostAtOnce + 1).ToListAsync(cancellationToken);
        return await ChangeAsync(caller, ids, changes, cancellationToken);
    }

    private static Failure? Check(TagChanges changes, int number) =>
        number is 0 or > MostAtOnce ? Failure.InvalidField("ids", $"Choose 1 to {MostAtOnce} integrations.")
        : changes.Add.Count + changes.Remove.Count == 0 ? Failure.InvalidField("tags", "Write a tag to put on them, or one to take away.")
        : InstanceTag.Check(changes.Add) ?? changes.Remove.Select(name => InstanceTag.Check([name])).OfType<Failure>().FirstOrDefault();

    private async Task<TagOutcome> AgainAsync(Caller caller, Guid[] ids, TagChanges changes, CancellationToken cancellationToken)
    {
        try
        {
            return await contexts.WriteAgainAsync(MostAttempts, IsLost, db => ChangeAsync(db, caller, ids, changes, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException lost) when (IsLost(lost))
        {
            // Those before them are changed and stay so; the outcome says what became of all.
            return new TagOutcome(0, 0, [], ids.Length);
        }
    }

    private static bool IsLost(DbUpdateException failed) => LostRaces.IsStale(failed) || failed.IsUniqueViolation();

    private async Task<TagOutcome> ChangeAsync(IntegrationsDbContext db, Caller caller, Guid[] ids, TagChanges changes, CancellationToken cancellationToken)
    {
        var instances = await db.Instances.VisibleTo(caller).Include(i => i.Tags).Where(i => ids.Contains(i.Id)).OrderBy(i => i.Id).ToListAsync(cancellationToken);
        var (changed, unchanged, refused, full) = (0, 0, ids.Length - instances.Count, new List<string>());
        var (add, remove) = (InstanceTag.Distinct(changes.Add), InstanceTag.Distinct(changes.Remove));
        foreach (var instance in instances)
        {
            if (InstanceQueries.MayChange(caller, instance) is not null)
            {
                refused++;
                continue;
            }

            // A tag that is there already stays as it is written.
            List<string> wanted = [.. instance.Tags.Where(tag => add.ContainsKey(tag.Key) || !remove.ContainsKey(tag.Key)).Select(tag => tag.Name), .. add.Where(tag => instance.Tags.TrueForAll(own => own.Key != tag.Key)).Select(tag => tag.Value)];
            if (wanted.Count > InstanceTag.MostOfAnIntegration)
            {
                full.Add(instance.Name);
            }
            else if (wanted.SequenceEqual(instance.Tags.Select(tag => tag.Name), StringComparer.Ordinal))
            {
                unchanged++;
            }
            else
            {
                var before = InstanceAudit.Of(instance);
                instance.SetTags(wanted);
                db.Entry(instance).Property(i => i.UpdatedAt).IsModified = true;
                audit.Add(db, caller, "integration.updated", InstanceAudit.Target(instance), before, InstanceAudit.Of(instance));
                changed++;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return new TagOutcome(changed, unchanged, full, refused);
    }
}
