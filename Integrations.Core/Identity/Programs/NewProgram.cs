using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program as an administrator enters it.</summary>
/// <param name="Name">1 to 120 characters, for people.</param>
/// <param name="Scopes">What its tokens may be used for at most; no more than the administrator holds (SECURITY A10).</param>
public sealed record NewProgram(string Name, TokenScopes Scopes)
{
    /// <summary>It acts for the organization with its id and secret; else for people, who let it in.</summary>
    public bool IsService { get; init; }

    /// <summary>It runs where it can keep a secret. A service always does.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>Where people are sent back to; none for a service.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    internal Failure? Validate() =>
        Name.Trim().Length is 0 or > ProgramClient.NameMaxLength ? Failure.InvalidField("name", $"The name needs 1 to {ProgramClient.NameMaxLength} characters.")
        : Scopes == TokenScopes.None || (Scopes & ~TokenScopes.All) != TokenScopes.None ? Failure.InvalidField("scopes", "Choose what the program may do.")
        : Scopes.HasFlag(TokenScopes.Mcp) && Scopes != TokenScopes.Mcp ? Failure.InvalidField("scopes", "A program may use the tools or the routes, not both. Register two.")
        : IsService && Redirects.Count > 0 ? Failure.InvalidField("redirects", "A program that acts for the organization sends no person back. Leave the addresses empty.")
        : !IsService && Redirects.Count is 0 or > ProgramRegistrations.MaxRedirects ? Failure.InvalidField("redirects", $"Give 1 to {ProgramRegistrations.MaxRedirects} addresses to send people back to.")
        : Redirects.Select(RedirectAddress.Refuse).FirstOrDefault(reason => reason is not null) is { } wrong ? ProgramFailures.BadRedirect(wrong)
        : null;
}
