using System.Data.Common;

namespace Integrations.Web.Hosting.Settings;

/// <summary>Which settings are secrets, and what is shown in their place.</summary>
internal static class SecretSettings
{
    private const string Masked = "***";

    private static readonly string[] Words = ["secret", "password", "passwd", "pwd", "token", "credential", "apikey", "headers", "key"];

    /// <summary>By the last part of the key: it ends in a word that secrets' names end in.</summary>
    public static bool IsSecret(string key)
    {
        if (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var name = key[(key.LastIndexOf(':') + 1)..];
        return Words.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The value as it may be shown. A connection string loses its password and keeps the rest.</summary>
    public static string Show(string key, string value)
    {
        if (value.Length == 0 || !IsSecret(key))
        {
            return value;
        }

        if (!key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase))
        {
            return Masked;
        }

        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = value };
            foreach (var name in parts.Keys.Cast<string>().Where(name => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) || name.Contains("pass", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                parts[name] = Masked;
            }

            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            return Masked;
        }
    }
}
