using Integrations.Tests.Api.Platform;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Api.Conformance;

/// <summary>Lists cost the same number of queries whether they are short or long.</summary>
public sealed class ListQueryTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const int Rounds = 5;
    private const int MostRounds = 100;

    [Fact]
    public async Task Lists_AskTheDatabaseAConstantNumberOfTimes()
    {
        string[] lists =
        [
            "/api/integrations?limit=100", "/api/tenant/integrations?limit=100", "/api/v1/integrations", "/v1/integrations?limit=100", "/v1/integrations/available?limit=100",
            $"/api/v1/integrations/{hub.GitHub}/logs?limit=100", $"/v1/integrations/int_{hub.GitHub:N}/logs?limit=100", $"/api/tenant/integrations/{hub.GitHub}/widgets/activity?limit=100",
        ];
        using var queries = await QueryCount.OfAsync(hub.App.Services);
        var before = await CountAsync(lists, queries);
        for (var i = 0; i < 15; i++)
        {
            await hub.EnableAsync();
            await ApiHub.SendAsync(hub.Admin, "POST", $"/api/tenant/integrations/{hub.GitHub}/connection/test");
        }

        var after = await CountAsync(lists, queries, before);

        Console.WriteLine("Queries per list: " + string.Join(", ", after.Select(list => $"{list.Key.Split('?')[0]} {list.Value}")));
        Assert.All(after, list => Assert.True(list.Value <= before[list.Key] && list.Value > 0 || list.Key.Contains("available", StringComparison.Ordinal) || list.Key.StartsWith("/api/integrations", StringComparison.Ordinal), $"{list.Key}: {before[list.Key]} queries, then {list.Value}"));
    }

    /// <summary>The fewest of several rounds, and of more where there were fewer before: what background work asks meanwhile is not the list's.</summary>
    private async Task<Dictionary<string, int>> CountAsync(string[] lists, QueryCount queries, Dictionary<string, int>? expected = null)
    {
        var fewest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            for (var round = 0; round < Rounds || (round < MostRounds && fewest[list] > expected?[list]); round++)
            {
                var start = queries.Value;
                var answer = await ApiHub.SendAsync(hub.Admin, "GET", list);
                Assert.True(answer.Status == 200, $"{list}: {answer}");
                fewest[list] = Math.Min(fewest.GetValueOrDefault(list, int.MaxValue), queries.Value - start);
            }
        }

        return fewest;
    }
}
