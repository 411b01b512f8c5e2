using System.Text.Json;
using System.Xml.Linq;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Supply;

/// <summary>A package of which files are beside the published program.</summary>
/// <param name="Sha512">Of the package as it was restored, base64.</param>
/// <param name="Licence">The SPDX expression that it declares; null where it declares none.</param>
/// <param name="Needs">Other shipped packages.</param>
internal sealed record ShippedPackage(string Id, string Version, string Sha512, string? Licence, string? Description, IReadOnlyList<string> Needs);

/// <summary>What the web program ships, as its last restore resolved it: what <c>dotnet list package --include-transitive</c> reads too.</summary>
internal static class ShippedPackages
{
    /// <summary>What a package has that ends up beside the program; analyzers and build files do not.</summary>
    private static readonly string[] Shipped = ["runtime", "native", "resource", "runtimeTargets"];

    private const string Mit =
        """
        MIT License

        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software
        without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
        persons to whom the Software is furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
        PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT
        OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
        """;

    public static IReadOnlyList<ShippedPackage> Read()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "Integrations.Web", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        var libraries = assets.RootElement.GetProperty("libraries");
        var packages = assets.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(p => p.Value.GetProperty("type").GetString() == "package" && Ships(p.Value)).DistinctBy(p => p.Name).ToList();
        var ids = packages.Select(p => p.Name.Split('/')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. packages.Select(p => Of(p, libraries.GetProperty(p.Name), folders, ids)).OrderBy(p => p.Id, StringComparer.Ordinal)];
    }

    private static bool Ships(JsonElement package) => Shipped.Any(kind =>
        package.TryGetProperty(kind, out var files) && files.EnumerateObject().Any(f => !f.Name.EndsWith("_._", StringComparison.Ordinal)));

    private static ShippedPackage Of(JsonProperty package, JsonElement library, List<string> folders, HashSet<string> shipped)
    {
        var nuspec = library.GetProperty("files").EnumerateArray().Select(f => f.GetString()!).Single(f => f.EndsWith(".nuspec", StringComparison.Ordinal));
        var path = folders.Select(folder => Path.Combine(folder, library.GetProperty("path").GetString()!, nuspec)).First(File.Exists);
        var facts = XDocument.Load(path).Root!.Elements().Single(e => e.Name.LocalName == "metadata").Elements().ToList();
        var needs = package.Value.TryGetProperty("dependencies", out var dependencies) ? dependencies.EnumerateObject().Select(d => d.Name).Where(shipped.Contains).Order(StringComparer.Ordinal).ToList() : [];
        return new ShippedPackage(
            package.Name.Split('/')[0], package.Name.Split('/')[1], library.GetProperty("sha512").GetString()!,
            LicenceOf(facts.FirstOrDefault(f => f.Name.LocalName == "license"), Path.GetDirectoryName(path)!),
            facts.FirstOrDefault(f => f.Name.LocalName == "description")?.Value.Trim(), needs);
    }

    /// <summary>An SPDX expression; a licence that the package holds as a file is named only where its text is known.</summary>
    private static string? LicenceOf(XElement? licence, string folder) => licence?.Attribute("type")?.Value switch
    {
        "expression" => licence.Value.Trim(),
        "file" => Words(File.ReadAllText(Path.Combine(folder, licence.Value.Trim()))) switch
        {
            // SPDX's name for SQLite's own words: public domain.
            var text when text.StartsWith("SQLite is Public Domain", StringComparison.Ordinal) => "blessing",
            // To its end: nothing is added behind it.
            var text when text.EndsWith(Words(Mit), StringComparison.Ordinal) => "MIT",
            _ => null,
        },
        _ => null,
    };

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
