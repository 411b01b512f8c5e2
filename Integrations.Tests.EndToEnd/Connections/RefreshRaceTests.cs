using Integrations.Testing;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Connections;

/// <summary>RELIABILITY F2 and F4 with real processes: two of the web program on one database, the vendor beside them.</summary>
public sealed class RefreshRaceTests(ITestOutputHelper output)
{
    private const int Callers = 100;

    [Fact, Proves("F2", "F4")]
    public async Task HundredCallersInTwoProcessesOnOneSqliteFile_OneRefreshAtTheVendor()
    {
        await using var sqlite = RunDatabases.Sqlite();
        Holds(await RefreshRace.MeasureAsync(Callers, sqlite));
    }

    [Fact, Proves("F2", "F4")]
    public async Task HundredCallersInTwoProcessesOnOnePostgres_OneRefreshAtTheVendor()
    {
        PostgresServer.SkipWhereThereIsNone();
        await using var postgres = await RunDatabases.PostgresAsync();
        Holds(await RefreshRace.MeasureAsync(Callers, postgres));
    }

    private void Holds(RefreshReport report)
    {
        using var said = new StringWriter();
        report.Print(said);
        output.WriteLine(said.ToString());
        Assert.True(report.Holds, said.ToString());
    }
}
