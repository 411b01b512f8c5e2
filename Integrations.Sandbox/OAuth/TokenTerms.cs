namespace Integrations.Sandbox.OAuth;

/// <param name="AccessLifetime">Null: does not expire.</param>
/// <param name="RefreshLifetime">Counted from the last issue; null: does not expire.</param>
internal sealed record TokenTerms(
    string AccessPrefix, TimeSpan? AccessLifetime, RefreshTokens Refresh = RefreshTokens.None, string RefreshPrefix = "", TimeSpan? RefreshLifetime = null)
{
    /// <summary>Random characters behind the prefix.</summary>
    public int Length { get; init; } = 43;
}
