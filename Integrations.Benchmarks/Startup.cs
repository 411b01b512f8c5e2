namespace Integrations.Benchmarks;

/// <summary>From the start of the process to a served sign-in page, first with nothing there, then with yesterday's data.</summary>
internal static class Startup
{
    private const double TargetMs = 5_000;
    private const string SignIn = "/account/sign-in";

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        string[] run = ["run", "--project", Path.Combine(WebProcess.RepositoryRoot(), "Integrations.Web"), "--no-launch-profile"];
        string[] program = [WebProcess.Program()];
        var rows = new[] { new Figures("dotnet run, first start"), new Figures("dotnet run, later start"), new Figures("built program, first start"), new Figures("built program, later start") };

        // Builds what is not built, and warms the file cache up.
        await OnceAsync(run, databases, rows: []);
        for (var round = 0; round < rounds; round++)
        {
            await OnceAsync(run, databases, rows[0], rows[1]);
            await OnceAsync(program, databases, rows[2], rows[3]);
        }

        Figures.Print($"Start to served sign-in page, {databases.Name}, {rounds} rounds", rows);
        return Figures.Verdict(rows[0].Median < TargetMs, $"`dotnet run` serves after {rows[0].Median / 1_000:0.0} s the first time, {rows[1].Median / 1_000:0.0} s later; target under {TargetMs / 1_000:0} s");
    }

    private static async Task OnceAsync(string[] arguments, RunDatabases databases, params Figures[] rows)
    {
        var folder = Directory.CreateTempSubdirectory("hub-startup-");
        var settings = await databases.CreateForProcessAsync(folder.FullName);
        foreach (var row in rows.DefaultIfEmpty(new Figures("")))
        {
            using var web = await WebProcess.StartAsync(arguments, settings, SignIn);
            row.Add(web.ServedAfter);
        }

        folder.Delete(recursive: true);
    }
}
