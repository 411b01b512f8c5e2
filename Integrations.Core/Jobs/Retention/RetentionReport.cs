using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Jobs.Retention;

/// <summary>What is kept how long, and whether something is still there that should have gone.</summary>
public sealed class RetentionReport(IDbContextFactory<IntegrationsDbContext> contexts, IEnumerable<RetentionRule> rules, IOptions<RetentionOptions> options, TimeProvider clock)
{
    /// <summary>What may still be there is what came to its age since the last sweep, and audit entries of a month that is not over.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(2);

    /// <summary>The table, in the order of the sweep.</summary>
    public IReadOnlyList<RetentionLine> Lines => [.. rules.Select(rule => new RetentionLine(rule.What, rule.Days(options.Value), $"{RetentionOptions.Section}:{rule.Key}"))];

    /// <summary>What is older than its age.</summary>
    public async Task<IReadOnlyList<string>> OverdueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var overdue = new List<string>();
        foreach (var rule in rules)
        {
            if (await rule.AnyAsync(db, clock.GetUtcNow().AddDays(-rule.Days(options.Value)) - Grace, cancellationToken))
            {
                overdue.Add(rule.What);
            }
        }

        return overdue;
    }
}
