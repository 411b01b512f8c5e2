namespace Integrations.Core.Permissions;

/// <summary>One thing that a caller may or may not do; asked with <see cref="Caller.Must"/>.</summary>
/// <param name="Name">Noun and verb, as docs/permissions.md lists it.</param>
/// <param name="Role">The lowest role that has it; an administrator's permissions are those in their organization.</param>
/// <param name="Acts">It changes something here or elsewhere: a token needs the scope <c>write</c> (SECURITY A7).</param>
/// <param name="Allows">In words.</param>
public sealed record Permission(string Name, Role Role, bool Acts, string Allows)
{
    /// <summary>A scope that a token needs besides, in the place of <c>admin</c> where an administrator's role is needed.</summary>
    public TokenScopes Scope { get; init; }
}
