using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Supply;

/// <summary>The .NET client as a package: what is in it, and what it needs.</summary>
public sealed class ClientPackageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Package_HasReadmeAndDocumentation_AndNeedsOnlyWhatTheFrameworkBrings()
    {
        var folder = Directory.CreateTempSubdirectory("package-").FullName;
        try
        {
            await PackAsync(folder);
            using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder, "Integrations.Client.*.nupkg")));
            var files = package.Entries.Select(entry => entry.FullName).ToList();
            await using var text = await package.GetEntry("Integrations.Client.nuspec")!.OpenAsync();
            var metadata = (await XDocument.LoadAsync(text, LoadOptions.None, CancellationToken.None)).Root!.Elements().Single();
            string? Of(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
            var dependencies = metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);

            Assert.Equal(["lib/net10.0/Integrations.Client.dll", "lib/net10.0/Integrations.Client.xml"], files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Equal(("Integrations.Client", "README.md"), (Of("id"), Of("readme")));
            Assert.Contains("README.md", files);
            Assert.False(string.IsNullOrWhiteSpace(Of("description")));
            Assert.Equal(["Microsoft.Extensions.Http"], dependencies);
            Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "frameworkReference");

            await using var documented = await package.GetEntry("lib/net10.0/Integrations.Client.xml")!.OpenAsync();
            var members = (await XDocument.LoadAsync(documented, LoadOptions.None, CancellationToken.None)).Descendants("member").Select(member => member.Attribute("name")!.Value).ToList();
            Assert.Contains(members, member => member.StartsWith("M:Integrations.Client.PlatformApi.ListInstancesAsync", StringComparison.Ordinal));

            using var symbols = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder, "Integrations.Client.*.snupkg")));
            Assert.Contains(symbols.Entries, entry => entry.FullName == "lib/net10.0/Integrations.Client.pdb");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of what the tests were built with.</summary>
    private static async Task PackAsync(string folder)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet", ["pack", Path.Combine(Repository.Root(), "Integrations.Client"), "--no-build", "--configuration", configuration, "--output", folder, "--nologo", "--verbosity", "quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{await output}{errors}");
    }
}
