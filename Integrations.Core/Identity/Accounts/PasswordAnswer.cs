namespace Integrations.Core.Identity.Accounts;

/// <summary>A right password: of whom, and whether a code is wanted too.</summary>
public sealed record PasswordAnswer(UserStanding Who, bool NeedsCode);
