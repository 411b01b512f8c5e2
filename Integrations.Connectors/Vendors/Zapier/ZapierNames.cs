using System.Security.Cryptography;
using System.Text;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>Names of actions, made of names that a server chose. An action's name stands in a path, so not every name will do.</summary>
internal static class ZapierNames
{
    private const int MaxLength = 100;
    private const int HashLength = 8;

    /// <summary>
    /// The tool's own name where a path can hold it; else its letters and digits and the beginning of the name's hash, so that
    /// two names that look alike stay two: <c>folder/report</c> is <c>folder_report_0c1d6f2e</c>.
    /// </summary>
    public static string Action(string tool) => IsPlain(tool) ? tool : $"{Plain(tool)}_{Hash(tool)}";

    /// <summary>The name of an action behind a general tool: lower case, with underscores.</summary>
    public static string Enabled(string app, string key)
    {
        var name = $"{app}_{key}";
        // Letters outside of ASCII become underscores; the hash keeps two such names apart.
        return name.All(char.IsAscii) ? Plain(name).ToLowerInvariant() : $"{Plain(name).ToLowerInvariant()}_{Hash(name)}";
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxLength && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in name.Take(MaxLength))
        {
            plain.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return plain.ToString();
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength];
}
