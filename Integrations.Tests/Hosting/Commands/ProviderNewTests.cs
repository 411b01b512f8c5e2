using System.Text;
using Integrations.Connectors.Declarative;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting.Commands;

/// <summary>The verbs that begin and describe a provider file.</summary>
public sealed class ProviderNewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-provider-new-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task New_WritesAFileThatCanBeUsed_AndNeverOverOne()
    {
        var path = Path.Combine(_folder, "team_board.provider.json");

        var (code, said) = await RunAsync("provider", "new", "team_board", "--api", "https://api.board.example/v2/", "--output", path);

        Assert.True(code == ExitCodes.Ok, said);
        var file = ProviderFile.Read(await File.ReadAllBytesAsync(path), out var problems);
        Assert.Empty(problems);
        Assert.Equal(("team_board", "Team Board", "api.board.example"), (file!.Manifest.Key, file.Manifest.DisplayName, Assert.Single(file.Manifest.Hosts)));
        await File.WriteAllTextAsync(path, "mine");
        Assert.Equal(ExitCodes.Failed, (await RunAsync("provider", "new", "team_board", "--api", "https://api.board.example/v2", "--output", path)).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("Team Board", "https://api.board.example")]
    [InlineData("board", "http://api.board.example")]
    [InlineData("board", "https://ada:secret@api.board.example")]
    [InlineData("board", "https://api.board.example/v1?key=1")]
    [InlineData("board", "api.board.example")]
    public async Task New_OfWhatNoFileCanHave_WritesNothing(string key, string api)
    {
        var path = Path.Combine(_folder, "none.provider.json");

        var (code, _) = await RunAsync("provider", "new", key, "--api", api, "--output", path);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Docs_TellWhatAFileSays()
    {
        var (code, said) = await RunAsync("provider", "docs", Path.Combine(Repository.Root(), "Integrations.Connectors/Declarative/Providers/todoist.provider.json"));

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("# Todoist", said, StringComparison.Ordinal);
        Assert.Contains("- Sign in with Todoist: `data:read_write` (Read and change tasks and projects)", said, StringComparison.Ordinal);
        Assert.Contains("- `api.todoist.com`", said, StringComparison.Ordinal);
        var broken = Path.Combine(_folder, "broken.provider.json");
        await File.WriteAllBytesAsync(broken, Encoding.UTF8.GetBytes("{}"));
        Assert.Equal(ExitCodes.Failed, (await RunAsync("provider", "docs", broken)).Code);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] line)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        return await CommandRun.RunAsync(services, line);
    }
}
