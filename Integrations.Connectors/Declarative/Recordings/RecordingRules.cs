namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>What a recording may hold.</summary>
internal static class RecordingRules
{
    /// <summary>A vendor's answer (64) within the recording's own members.</summary>
    public const int MaxDepth = 80;

    /// <summary>Stands where something was taken out.</summary>
    public const string Redacted = "***";

    private static readonly string[] Beginnings = ["x-ratelimit-", "ratelimit", "x-rate-limit-", "x-hubspot-ratelimit-", "x-total", "x-next", "x-page", "x-per-page"];

    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase) { "Content-Type", "Link", "Location", "Retry-After", "Date" };

    /// <summary>Whether an answer's header is kept: those that say how to read it, how it goes on, and how many requests are left.</summary>
    /// <param name="name">In any case.</param>
    /// <param name="named">Further ones that the provider file looks at.</param>
    public static bool Keeps(string name, IReadOnlySet<string>? named = null) =>
        Kept.Contains(name) || named?.Contains(name) == true || Array.Exists(Beginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
