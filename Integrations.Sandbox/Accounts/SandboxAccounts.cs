namespace Integrations.Sandbox.Accounts;

/// <summary>The accounts that every vendor of the sandbox offers.</summary>
public static class SandboxAccounts
{
    public static SandboxAccount Ada { get; } = new("ada@acme.test", "Ada Lindqvist", SandboxBehaviour.Healthy);

    public static SandboxAccount Gus { get; } = new("gus@globex.test", "Gus Harbor", SandboxBehaviour.Healthy);

    public static SandboxAccount Revoked { get; } = new("revoked@acme.test", "Rita Revoked", SandboxBehaviour.Revoked);

    public static SandboxAccount RateLimited { get; } = new("limited@acme.test", "Lou Limited", SandboxBehaviour.RateLimited);

    public static SandboxAccount Failing { get; } = new("failing@acme.test", "Fay Failing", SandboxBehaviour.Failing);

    public static SandboxAccount Slow { get; } = new("slow@acme.test", "Sam Slow", SandboxBehaviour.Slow);

    public static SandboxAccount Empty { get; } = new("empty@acme.test", "Emma Empty", SandboxBehaviour.Empty);

    public static SandboxAccount Huge { get; } = new("huge@acme.test", "Hugo Huge", SandboxBehaviour.Huge);

    public static IReadOnlyList<SandboxAccount> All { get; } = [Ada, Gus, Revoked, RateLimited, Failing, Slow, Empty, Huge];

    public static SandboxAccount? Find(string? email) =>
        All.FirstOrDefault(account => string.Equals(account.Email, email, StringComparison.OrdinalIgnoreCase));
}
