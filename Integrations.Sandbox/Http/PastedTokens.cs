using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Http;

/// <summary>The long-lived tokens of a vendor that people paste: one per account, the same on every start.</summary>
/// <param name="prefix">As the vendor's tokens begin, such as <c>ghp_</c>.</param>
internal sealed class PastedTokens(string prefix)
{
    /// <summary><c>ghp_sandboxAda…</c>: readable, obviously of the sandbox.</summary>
    public string For(SandboxAccount account) =>
        $"{prefix}sandbox{account.Email.Split('@')[0]}{SandboxSeed.Guid(prefix, account.Email):N}";

    public TokenLookup Find(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return TokenLookup.None;
        }

        return SandboxAccounts.All.FirstOrDefault(account => For(account) == token) is { } found
            ? TokenLookup.Of(new SandboxAccess(found, token))
            : TokenLookup.Unknown;
    }
}
