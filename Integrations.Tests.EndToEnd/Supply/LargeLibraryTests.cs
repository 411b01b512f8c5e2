using System.Security.Cryptography;
using Integrations.Testing;
using Integrations.Tests.EndToEnd.Nodes;

namespace Integrations.Tests.EndToEnd.Supply;

/// <summary>Libraries that are large and seldom needed cost nothing until then.</summary>
public sealed class LargeLibraryTests
{
    [Fact]
    public async Task Start_AndSignIn_DoNotLoadGraph()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads which files a process has mapped, as Linux tells.");
        var folder = Directory.CreateTempSubdirectory("hub-lazy-");
        try
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Integrations"] = $"Data Source={Path.Combine(folder.FullName, "hub.db")}",
                ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            };
            using var web = await WebProcess.StartAsync([WebProcess.Program()], settings, "/health/ready");
            using var client = new HttpClient { BaseAddress = web.Address };
            Assert.NotEmpty(await NodeCluster.TokenAsync(client));

            var mapped = File.ReadAllLines($"/proc/{web.ProcessId}/maps").Select(line => Path.GetFileName(line.Split(' ')[^1])).ToHashSet(StringComparer.Ordinal);

            // What is loaded does show there.
            Assert.Contains("Integrations.Core.dll", mapped);
            Assert.DoesNotContain("Microsoft.Graph.dll", mapped);
            Assert.DoesNotContain("Microsoft.Kiota.Abstractions.dll", mapped);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
