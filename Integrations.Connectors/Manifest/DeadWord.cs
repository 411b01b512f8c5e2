namespace Integrations.Connectors.Manifest;

/// <summary>One of a vendor's words for a credential that is dead.</summary>
/// <param name="Code">The vendor's error code, exactly.</param>
/// <param name="Saying">What its description holds besides; null where the code says enough.</param>
public sealed record DeadWord(string Code, string? Saying = null)
{
    internal bool Fits(string? code, string? words) =>
        string.Equals(code, Code, StringComparison.Ordinal) && (Saying is null || words?.Contains(Saying, StringComparison.OrdinalIgnoreCase) == true);
}
