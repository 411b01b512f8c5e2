using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>
/// Goes through connections for one who compares what is linked with what it has made of it: those that something changed about at once, and all
/// others by and by, a bounded number each time, so that nothing is missed for good and no look costs what the hub has in all. A small hub is looked at whole.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="reader">Whose changes: <see cref="LinkChange.Subscriptions"/> or <see cref="LinkChange.Pulls"/>.</param>
internal sealed class LinkedConnections(IDbContextFactory<IntegrationsDbContext> contexts, string reader)
{
    /// <summary>Looked at together.</summary>
    public const int PageSize = 500;

    /// <summary>Pages of all others each time: a million connections take two hours at two rounds a minute, and eight at one in two minutes.</summary>
    private const int PagesOfOthers = 8;

    /// <summary>From the newest on: a start in the middle, and there are many, leaves the oldest for later, whose notes are the longest past.</summary>
    private Guid _last = Guid.AllBitsSet;

    /// <summary>Looks at connections, page by page.</summary>
    /// <param name="look">Gets the ids of a page; what it did is not done again.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RunAsync(Func<IReadOnlyList<Guid>, CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        while (await ChangedAsync(db, look, cancellationToken) == PageSize)
        {
        }

        for (var page = 0; page < PagesOfOthers; page++)
        {
            var last = _last;
            var ids = await db.Connections.AsNoTracking().Where(c => c.Id < last).OrderByDescending(c => c.Id).Take(PageSize).Select(c => c.Id).ToListAsync(cancellationToken);
            if (ids.Count > 0)
            {
                await look(ids, cancellationToken);
            }

            if (ids.Count < PageSize)
            {
                _last = Guid.AllBitsSet;
                break;
            }

            _last = ids[^1];
        }
    }

    /// <summary>No one looks: what changed is left to the look at all others, and is not kept until then.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.LinkChanges.AnyAsync(c => c.Reader == reader, cancellationToken))
        {
            await db.WriteAsync(ct => db.LinkChanges.Where(c => c.Reader == reader).ExecuteDeleteAsync(ct), cancellationToken);
        }
    }

    private async Task<int> ChangedAsync(IntegrationsDbContext db, Func<IReadOnlyList<Guid>, CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        // Read before the look, deleted after it: what changes in between has a row of its own, and a look that fails is made again.
        var changes = await db.LinkChanges.AsNoTracking().Where(c => c.Reader == reader).OrderBy(c => c.Id).Take(PageSize).ToListAsync(cancellationToken);
        if (changes.Count > 0)
        {
            await look([.. changes.Select(c => c.ConnectionId).Distinct()], cancellationToken);
            var ids = changes.ConvertAll(c => c.Id);
            await db.WriteAsync(ct => db.LinkChanges.Where(c => ids.Contains(c.Id)).ExecuteDeleteAsync(ct), cancellationToken);
        }

        return changes.Count;
    }
}
