using Integrations.Benchmarks;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connections;

/// <summary>RELIABILITY F2 and F4 with real processes: two of the web program on one database, the vendor beside them.</summary>
public sealed class RefreshRaceTests(PostgresServer postgres, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int Callers = 100;

    [Fact]
    public async Task F2_F4_HundredCallersInTwoProcessesOnOneSqliteFile_OneRefreshAtTheVendor() => Holds(await RefreshRace.MeasureAsync(Callers));

    [Fact]
    public async Task F2_F4_HundredCallersInTwoProcessesOnOnePostgres_OneRefreshAtTheVendor() =>
        Holds(await RefreshRace.MeasureAsync(Callers, await postgres.CreateDatabaseAsync()));

    private void Holds(RefreshReport report)
    {
        using var said = new StringWriter();
        report.Print(said);
        output.WriteLine(said.ToString());
        Assert.True(report.Holds, said.ToString());
    }
}
