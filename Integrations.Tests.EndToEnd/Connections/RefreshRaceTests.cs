using Integrations.Testing;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Connections;

/// <summary>RELIABILITY F2 and F4 with real processes: two of the web program on one database, the vendor beside them.</summary>
public sealed class RefreshRaceTests(ITestOutputHelper output)
{
    private const int Callers = 100;

    [Fact]
    public async Task F2_F4_HundredCallersInTwoProcessesOnOneSqliteFile_OneRefreshAtTheVendor()
    {
        await using var sqlite = RunDatabases.Sqlite();
        Holds(await RefreshRace.MeasureAsync(Callers, sqlite));
    }

    [Fact]
    public async Task F2_F4_HundredCallersInTwoProcessesOnOnePostgres_OneRefreshAtTheVendor()
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
