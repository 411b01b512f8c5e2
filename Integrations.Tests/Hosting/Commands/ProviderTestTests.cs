using Integrations.Tests.Connectors.Declarative.Trials;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting.Commands;

/// <summary>The verb that tries a provider file step by step.</summary>
public sealed class ProviderTestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trial-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ShippedFile_IsPlayed_AndEndsWithItsCounts()
    {
        var (code, said) = await RunAsync(Path.Combine(ShippedTrials.Folder, "todoist.provider.json"));

        Assert.True(code == ExitCodes.Ok, said);
        Assert.StartsWith("todoist.provider.json: played: the sandbox's made-up data, never the vendor's answer", said, StringComparison.Ordinal);
        Assert.Contains("passed  account (oauth2): 1", said, StringComparison.Ordinal);
        Assert.Matches(@"\n\d+ steps: \d+ passed, 0 failed, \d+ skipped\s*$", said);
    }

    [Fact]
    public async Task WrongFile_IsToldAsCheckTellsIt()
    {
        var (code, said) = await RunAsync(await WriteAsync("example.provider.json", "{\n  \"key\": \"Not a key\"\n}"));

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("example.provider.json:2:10 $.key:", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfAStranger_WithoutAnyAnswers_EndsWithTwo_AndSaysWhatToDo()
    {
        var (code, said) = await RunAsync(await WriteAsync("example.provider.json", ExampleFile.Text));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("example.sandbox.json beside it", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfAStranger_WithFormsBesideIt_IsPlayed()
    {
        await WriteAsync("example.sandbox.json", """{ "account": { "id": "{#number}", "name": "{name}", "email": "{email}" }, "entities": { "item": { "record": { "id": "{id}", "title": "{title}", "description": "{text}", "url": "{web}", "updated_at": "{updated}" } } } }""");

        var (code, said) = await RunAsync(await WriteAsync("example.provider.json", ExampleFile.Text));

        Assert.True(code == ExitCodes.Ok, said);
        Assert.Contains("4 steps: 4 passed, 0 failed, 0 skipped", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepThatFails_EndsWithOne_AndNamesTheLine()
    {
        await WriteAsync("example.recording.json", ExampleFile.Recorded(ExampleFile.Account, ExampleFile.Searched(1, ExampleFile.Page("""{ "items": [7] }"""))));

        var (code, said) = await RunAsync(await WriteAsync("example.provider.json", ExampleFile.Text));

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains($"example.provider.json:{ExampleFile.LineOf("\"items\": \"items\"")}:", said, StringComparison.Ordinal);
        Assert.Contains("3 steps: 1 passed, 1 failed, 1 skipped", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--with-actions", "add --live or --record")]
    [InlineData("--live --recording /nowhere/a.recording.json", "Either --live asks the vendor, or --recording answers")]
    [InlineData("--recording /nowhere/a.recording.json", "There is no /nowhere/a.recording.json.")]
    [InlineData("--sideways", "--sideways")]
    public async Task WrongUse_EndsWithTwo(string options, string told)
    {
        var (code, said) = await RunAsync([await WriteAsync("example.provider.json", ExampleFile.Text), .. options.Split(' ')]);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(told, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneRecording_ForTwoFiles_IsWrongUse()
    {
        var file = await WriteAsync("example.provider.json", ExampleFile.Text);

        Assert.Equal(ExitCodes.Usage, (await RunAsync(file, file, "--recording", file)).Code);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        return await CommandRun.RunAsync(services, ["provider", "test", .. arguments]);
    }
}
