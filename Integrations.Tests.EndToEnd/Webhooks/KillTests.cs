using Integrations.Testing;
using Integrations.Testing.Kill;

namespace Integrations.Tests.EndToEnd.Webhooks;

/// <summary>A few rounds of the harness that <c>scripts/kill-harness</c> runs 200 times.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact, Proves("D4", "D5", "D8")]
    public async Task KilledWithDeliveriesInFlight_LosesNothing()
    {
        using var said = new StringWriter();
        await using var sqlite = RunDatabases.Sqlite();

        var report = await KillHarness.RunAsync(kills: 5, sqlite, said);

        report.Print(said);
        output.WriteLine(said.ToString());
        Assert.True(report.Events > 0, said.ToString());
        Assert.True(report.Holds, said.ToString());
    }
}
