namespace Integrations.Core.Connections.OAuth;

internal static class OAuthScopes
{
    /// <summary>Vendors separate by space, comma or both.</summary>
    public static IReadOnlyList<string> Split(string scope) => scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
