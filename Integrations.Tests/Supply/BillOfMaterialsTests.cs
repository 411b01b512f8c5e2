using System.Text.Json;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Supply;

/// <summary>What is shipped, and under which licences; <c>scripts/sbom</c> keeps what these write.</summary>
public sealed class BillOfMaterialsTests
{
    private const string FolderVariable = "SBOM_FOLDER";

    /// <summary>Each allows what the hub does with it: use, and being passed on unchanged with its notice. Another one is a decision.</summary>
    private static readonly string[] KnownLicences = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "blessing",
        // Of the two, Apache-2.0 is taken.
        "MS-PL OR Apache-2.0"];

    [Fact, Proves("V8")]
    public void EveryShippedPackage_HasAKnownLicence_AndStandsInTheBill()
    {
        var packages = ShippedPackages.Read();

        Assert.NotEmpty(packages);
        var unknown = Unknown(packages);
        Assert.True(unknown.Count == 0, "No known licence: " + string.Join(", ", unknown));
        using var bill = JsonDocument.Parse(BillOfMaterials.CycloneDx(packages));
        Assert.Equal(("CycloneDX", "1.6"), (bill.RootElement.GetProperty("bomFormat").GetString(), bill.RootElement.GetProperty("specVersion").GetString()));
        Assert.Equal(packages.Select(p => $"pkg:nuget/{p.Id}@{p.Version}"), bill.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("purl").GetString()!));
        Assert.All(bill.RootElement.GetProperty("components").EnumerateArray(), c => Assert.Equal(128, c.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length));
        Assert.Equal(BillOfMaterials.CycloneDx(packages), BillOfMaterials.CycloneDx(ShippedPackages.Read()));
        Write(packages);
    }

    [Fact, Proves("V8")]
    public void WhatTheProgramLoads_IsInTheBill()
    {
        var shipped = ShippedPackages.Read().Select(p => $"{p.Id}/{p.Version}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var web = Path.Combine(Repository.Root(), "Integrations.Web", "bin", folder.Parent!.Name, folder.Name, "Integrations.Web.deps.json");
        using var loaded = JsonDocument.Parse(File.ReadAllText(web));

        var missing = loaded.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .Where(l => l.Value.TryGetProperty("runtime", out _) && loaded.RootElement.GetProperty("libraries").GetProperty(l.Name).GetProperty("type").GetString() == "package")
            .Select(l => l.Name).Where(name => !shipped.Contains(name));

        Assert.Empty(missing);
    }

    [Theory, Proves("V8")]
    [InlineData(null)]
    [InlineData("GPL-3.0-only")]
    [InlineData("MIT OR SSPL-1.0")]
    public void PackageWithoutAKnownLicence_IsNamed(string? licence) =>
        Assert.Equal(["Some.Package 1.2.3"], Unknown([new ShippedPackage("Some.Package", "1.2.3", "", licence, null, [])]));

    private static List<string> Unknown(IEnumerable<ShippedPackage> packages) =>
        [.. packages.Where(p => !KnownLicences.Contains(p.Licence)).Select(p => $"{p.Id} {p.Version}")];

    private static void Write(IReadOnlyList<ShippedPackage> packages)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "integrations-hub.cdx.json"), BillOfMaterials.CycloneDx(packages));
        File.WriteAllText(Path.Combine(folder, "licences.txt"), BillOfMaterials.Licences(packages));
    }
}
