namespace Integrations.Sandbox.Accounts;

/// <summary>Someone one can sign in as at a vendor of the sandbox. Each account has records of its own.</summary>
/// <param name="Email">Names the account everywhere, also as the value picked on the consent page.</param>
public sealed record SandboxAccount(string Email, string Name, SandboxBehaviour Behaviour)
{
    /// <summary><c>ada.lindqvist</c>: for logins, handles and file names.</summary>
    public string Handle => Name.ToLowerInvariant().Replace(' ', '.');

    /// <summary><c>ada-north</c>.</summary>
    public string Login => Name.ToLowerInvariant().Replace(' ', '-');

    /// <summary><c>acme</c> or <c>globex</c>: the organization the account belongs to.</summary>
    public string Organization => Email[(Email.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('.')[0];
}
