using Integrations.Connectors.Manifest;

namespace Integrations.Core.Management;

/// <summary>000 names no kind: it follows from the fields that are given.</summary>
internal static class CredentialKinds
{
    /// <summary>The method whose required fields are all there, the one with the most given fields first; null when none fits.</summary>
    public static string? Guess(ProviderManifest manifest, IReadOnlyDictionary<string, string> fields)
    {
        var given = fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        return manifest.Auth
            .Where(m => m.OAuth is null && m.Fields.Where(f => f.Required).All(f => given.Contains(f.Name)))
            .OrderByDescending(m => m.Fields.Count(f => given.Contains(f.Name)))
            .FirstOrDefault()?.Kind;
    }
}
