using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Tests.Supply;

/// <summary>Writes what is shipped: as CycloneDX 1.6 for programs, as a list of licences for people.</summary>
internal static class BillOfMaterials
{
    private const string Product = "integrations-hub";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same packages give the same bytes: no time, and a serial number that is made of the content.</summary>
    public static string CycloneDx(IReadOnlyList<ShippedPackage> packages)
    {
        var references = packages.ToDictionary(p => p.Id, Reference, StringComparer.OrdinalIgnoreCase);
        var content = new JsonObject
        {
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = Product, ["name"] = Product } },
            ["components"] = new JsonArray([.. packages.Select(p => Component(p, references[p.Id]))]),
            ["dependencies"] = new JsonArray(
            [
                Needs(Product, packages.Where(p => !packages.Any(other => other.Needs.Contains(p.Id, StringComparer.OrdinalIgnoreCase))).Select(p => references[p.Id])),
                .. packages.Select(p => Needs(references[p.Id], p.Needs.Select(n => references[n]))),
            ]),
        };
        var serial = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString())).AsSpan(0, 16));
        var bill = new JsonObject { ["bomFormat"] = "CycloneDX", ["specVersion"] = "1.6", ["serialNumber"] = $"urn:uuid:{serial}" };
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            bill[name] = value;
        }

        return bill.ToJsonString(Indented) + "\n";
    }

    public static string Licences(IReadOnlyList<ShippedPackage> packages) =>
        string.Concat(packages.GroupBy(p => p.Licence ?? "unknown", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}\n{string.Concat(group.Select(p => $"  {p.Id} {p.Version}\n"))}\n"));

    private static string Reference(ShippedPackage package) => $"pkg:nuget/{package.Id}@{package.Version}";

    private static JsonObject Component(ShippedPackage package, string reference) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = reference,
        ["name"] = package.Id,
        ["version"] = package.Version,
        ["description"] = package.Description,
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(package.Sha512)) }),
        ["licenses"] = package.Licence is null ? new JsonArray() : new JsonArray(new JsonObject { ["expression"] = package.Licence }),
        ["purl"] = reference,
    };

    private static JsonObject Needs(string reference, IEnumerable<string> on) =>
        new() { ["ref"] = reference, ["dependsOn"] = new JsonArray([.. on.Order(StringComparer.Ordinal).Select(o => (JsonNode)o)]) };
}
