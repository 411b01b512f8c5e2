using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Integrations.Tests.Hosting.Commands;

/// <summary>How the program understands its command line; the real program where it must not start a hub.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task UnknownVerb_PrintsUsage_AndEndsWithTwo()
    {
        var (code, said) = await WebProcess.RunToEndAsync([WebProcess.Program(), "frobnicate"], new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.True(code == ExitCodes.Usage, said);
        Assert.Contains("frobnicate", said, StringComparison.Ordinal);
        Assert.Contains("Usage:", said, StringComparison.Ordinal);
        Assert.Contains("migrate-integrations", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctr", "doctor")]
    [InlineData("doctor --fast", "--fast")]
    [InlineData("backup", "FILE")]
    [InlineData("restore --replace", "FILE")]
    [InlineData("migrate-integrations", "--from")]
    [InlineData("migrate-integrations --from /nowhere/users.json", "/nowhere/users.json")]
    [InlineData("cleanup-users --from", "--from")]
    [InlineData("reset-second-factor", "--email")]
    [InlineData("disconnect", "--organization")]
    [InlineData("audit-verify --heads /nowhere/heads", "/nowhere/heads")]
    [InlineData("seed now", "now")]
    [InlineData("--bogus", "--bogus")]
    public async Task WrongUse_SaysWhatIsWrong_AndEndsWithTwo(string line, string named)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var (code, said) = await CommandRun.RunAsync(services, line.Split(' '));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(named, said, StringComparison.Ordinal);
        Assert.Contains("Usage:", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("doctor --help")]
    [InlineData("--version")]
    [InlineData("completion")]
    public async Task Help_Version_AndCompletion_NeedNoHub(string line)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var (code, said) = await CommandRun.RunAsync(services, line.Split(' '));

        Assert.Equal(ExitCodes.Ok, code);
        Assert.NotEmpty(said.Trim());
    }

    [Fact]
    public async Task Suggest_CompletesCommandsAndOptions()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains("reset-second-factor", (await CommandRun.RunAsync(services, "[suggest:3]", "res")).Said, StringComparison.Ordinal);
        Assert.Contains("--with-key", (await CommandRun.RunAsync(services, "[suggest:9]", "backup --")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_AreTakenOut_WhereverTheyStand()
    {
        var line = HubCommandLine.Read(["--environment", "Production", "backup", "--Database:Provider=Postgres", "hub.backup", "--urls", "http://127.0.0.1:0", "--with-key"]);

        Assert.Equal("backup", line.Command?.Name);
        Assert.Equal(["--environment", "Production", "--Database:Provider=Postgres", "--urls", "http://127.0.0.1:0"], line.Settings);
        Assert.Null(HubCommandLine.Read(["--anything=1", "--Hub:PublicOrigin", "https://hub.example.org"]).Command);
    }

    [Fact]
    public async Task Table_OnATerminal_HasABorder_AndPlainLinesElsewhere()
    {
        await using var plain = new StringWriter();
        await using var drawn = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(drawn) });
        string[][] rows = [["github", "[GitHub]"]];

        await new CommandOutput(plain).TableAsync(["key", "provider"], rows, row => string.Join(' ', row));
        await new CommandOutput(plain, terminal).TableAsync(["key", "provider"], rows, row => string.Join(' ', row));

        Assert.Equal($"github [GitHub]{Environment.NewLine}", plain.ToString());
        // How the lines are drawn is up to what the terminal can show.
        var lines = drawn.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 5, drawn.ToString());
        Assert.Contains(lines, line => line.Contains("key", StringComparison.Ordinal) && line.Contains("provider", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("github", StringComparison.Ordinal) && line.Contains("[GitHub]", StringComparison.Ordinal));
    }
}
