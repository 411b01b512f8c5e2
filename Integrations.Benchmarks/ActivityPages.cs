using Integrations.Benchmarks.Load;
using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>P2: pages of 1,000,000 activities: deep by cursor beside the first, and the first by offset with its total beside the first without. Also a page of 100,000.</summary>
internal static class ActivityPages
{
    private const int Rows = 1_000_000;
    private const int Deep = 999_000;
    private const int PageSize = 50;
    private const int ReadsPerRound = 40;
    private const string Message = "12 found";
    private const double GridTargetMs = 100;
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(databases);
        var instance = await hub.ConnectAsync("github", "api_key");
        await FillAsync(hub, instance);
        var activities = hub.Get<ActivityService>();
        var deep = await CursorAtAsync(hub, Deep);

        var cursor = new Ratio($"page at row {Deep:N0} by cursor, median", "ms", 1.2, atMost: true);
        var total = new Ratio("first page by offset, with its total", "ms", 1.5, atMost: true);
        var grid = new Figures("first page with total");

        // The first round warms up and is thrown away; within a round they take turns.
        for (var round = 0; round <= rounds; round++)
        {
            var (first, late, counted) = (new Figures(""), new Figures(""), round == 0 ? new Figures("") : grid);
            var ofRound = new Figures("");
            for (var i = 0; i < ReadsPerRound; i++)
            {
                await first.MeasureAsync(() => CursorPageAsync(null));
                await late.MeasureAsync(() => CursorPageAsync(deep));
                await ofRound.MeasureAsync(OffsetPageAsync);
            }

            if (round > 0)
            {
                cursor.Add(late.Median, first.Median);
                total.Add(ofRound.Median, first.Median);
                counted.Add(TimeSpan.FromMilliseconds(ofRound.Median));
            }
        }

        var code = Ratio.Print($"P2: pages of {Rows:N0} activities, {databases.Name}", cursor, total);
        return code | Figures.Verdict(grid.Median < GridTargetMs, $"a page of the grid with its total takes {grid.Median:0.0} ms at {Rows:N0} rows; target under {GridTargetMs:0} ms at 100,000");

        async Task CursorPageAsync(string? after)
        {
            var page = await activities.ListAsync(hub.Admin, new ActivityFilter(), after, PageSize, CancellationToken.None);
            if (page.Value.Items.Count != PageSize)
            {
                throw new InvalidOperationException($"{page.Value.Items.Count} rows on a page.");
            }
        }

        async Task OffsetPageAsync()
        {
            var page = await activities.PageAsync(hub.Admin, new ActivityFilter(), new PageRequest(Limit: PageSize), CancellationToken.None);
            if (page.Value.Items.Count != PageSize || page.Value.Total < Rows)
            {
                throw new InvalidOperationException($"{page.Value.Items.Count} rows on a page of {page.Value.Total}.");
            }
        }
    }

    // Two steps: the database multiplies, so that a million rows are there in seconds.
    private static async Task FillAsync(BenchHub hub, Guid instance)
    {
        await using var db = await hub.DatabaseAsync();
        db.Activities.Add(new ActivityEntry
        {
            Id = Guid.CreateVersion7(First),
            OrganizationId = hub.Admin.OrganizationId!.Value,
            InstanceId = instance,
            UserId = hub.Admin.UserId,
            Type = ActivityTypes.Search,
            Status = ActivityStatus.Success,
            Message = Message,
            DurationMs = 40,
            OccurredAt = First,
        });
        await db.SaveChangesAsync();
        await BulkRows.MultiplyAsync<ActivityEntry>(db, Rows, $"\"{nameof(ActivityEntry.Message)}\" = '{Message}'", bulk => new()
        {
            [nameof(ActivityEntry.Id)] = bulk.NextId,
            [nameof(ActivityEntry.OccurredAt)] = bulk.Later(nameof(ActivityEntry.OccurredAt), TimeSpan.FromSeconds(2)),
        });
    }

    private static async Task<string> CursorAtAsync(BenchHub hub, int row)
    {
        await using var db = await hub.DatabaseAsync();
        var at = await db.Activities.AsNoTracking().OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.Id).Skip(row).FirstAsync();
        return TimeCursor.Write(at.OccurredAt, at.Id);
    }
}
