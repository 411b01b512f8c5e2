using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting.Commands;

/// <summary>The verb that proves a provider file.</summary>
public sealed class ProviderCheckTests
{
    [Fact]
    public async Task ShippedFiles_CanBeUsed()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var files = Directory.GetFiles(Path.Combine(Repository.Root(), "Integrations.Connectors", "Declarative", "Providers"), "*.provider.json");

        var (code, said) = await CommandRun.RunAsync(services, ["provider", "check", .. files]);

        Assert.True(code == ExitCodes.Ok, said);
        Assert.Contains("Notion (notion) can be used", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongFile_IsToldWithLineAndColumn_AndEndsWithOne()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.provider.json");
        try
        {
            await File.WriteAllTextAsync(file, "{\n  \"key\": \"Not a key\"\n}");

            var (code, said) = await CommandRun.RunAsync(services, "provider", "check", file);

            Assert.Equal(ExitCodes.Failed, code);
            Assert.Contains($"{Path.GetFileName(file)}:2:10 $.key:", said, StringComparison.Ordinal);
            Assert.Contains("'api' is required here", said, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("provider", "provider")]
    [InlineData("provider check", "FILE")]
    [InlineData("provider check /nowhere/a.provider.json", "/nowhere/a.provider.json")]
    public async Task WrongUse_EndsWithTwo(string line, string named)
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        var (code, said) = await CommandRun.RunAsync(services, line.Split(' '));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(named, said, StringComparison.Ordinal);
    }
}
