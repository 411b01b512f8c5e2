using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Xml.Linq;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Supply;

/// <summary>The .NET client as a package: what is in it, and what it needs.</summary>
public sealed class ClientPackageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Portable PDB, kinds of custom debug information: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md (read 2026-12-01).
    private static readonly Guid SourceLink = new("cc110556-a091-4d38-9fec-25ab9a351a6a");
    private static readonly Guid EmbeddedSource = new("0e8a571b-6926-466e-b4ad-8ab04611f5fe");

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
            var pdb = Assert.Single(symbols.Entries, entry => entry.FullName == "lib/net10.0/Integrations.Client.pdb");
            var (sources, without) = await SourcesAsync(pdb);
            Assert.True(sources > 50, $"{sources} source files");
            Assert.Equal([], without);

            if (await HeadAsync() is { } commit)
            {
                var repository = Assert.Single(metadata.Elements(), element => element.Name.LocalName == "repository");
                Assert.Equal(("git", commit), (repository.Attribute("type")?.Value, repository.Attribute("commit")?.Value));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How many source files the symbols know, and those that a debugger would find neither there nor by a link.</summary>
    private static async Task<(int Count, IReadOnlyList<string> Without)> SourcesAsync(ZipArchiveEntry pdb)
    {
        using var bytes = new MemoryStream();
        await using (var packed = await pdb.OpenAsync())
        {
            await packed.CopyToAsync(bytes);
        }

        bytes.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        var reader = provider.GetMetadataReader();
        bool Has(EntityHandle parent, Guid kind) => reader.GetCustomDebugInformation(parent).Any(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind) == kind);
        var isLinked = Has(MetadataTokens.EntityHandle(TableIndex.Module, 1), SourceLink);
        List<string> without = [.. reader.Documents.Where(document => !isLinked && !Has(document, EmbeddedSource)).Select(document => reader.GetString(reader.GetDocument(document).Name))];
        return (reader.Documents.Count, without);
    }

    /// <summary>The commit that is checked out; null where the source came without its history.</summary>
    private static async Task<string?> HeadAsync()
    {
        var root = Repository.Root();
        if (!Path.Exists(Path.Combine(root, ".git")))
        {
            return null;
        }

        using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        return said.Trim();
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
