namespace Integrations.Core.Identity.Organizations;

/// <summary>Plans, smallest first. Every edition has all features; plans exist because providers may require one (001).</summary>
public static class Plans
{
    /// <summary>What a new organization has.</summary>
    public const string Free = "free";

    /// <summary>Names in small letters; where one is compared, case does not matter.</summary>
    public static IReadOnlyList<string> All { get; } = [Free, "team", "business", "enterprise"];

    /// <summary>Whether a plan is at least the required one; an unknown requirement is met by the same name only.</summary>
    public static bool Covers(string plan, string? required) => required is null
        || string.Equals(plan, required, StringComparison.OrdinalIgnoreCase)
        || (Rank(required) >= 0 && Rank(plan) >= Rank(required));

    private static int Rank(string plan) => All.ToList().FindIndex(p => p.Equals(plan, StringComparison.OrdinalIgnoreCase));
}
