namespace Integrations.Core.Permissions;

/// <summary>A program that calls the hub for a person or an organization.</summary>
/// <param name="Key">Stable and unique, such as <c>token:</c> and the token's id; at most 100 characters.</param>
/// <param name="Name">For people: what its token or its registration is called; untrusted text.</param>
public sealed record CallerClient(string Key, string Name)
{
    /// <summary>In characters; what grants and policies store fits into it.</summary>
    public const int KeyMaxLength = 100;

    /// <summary>In characters; a longer name is cut before it is stored.</summary>
    public const int NameMaxLength = 120;

    /// <summary>The program that uses a personal token or a key of an organization.</summary>
    public static CallerClient OfToken(Guid tokenId, string name) => new($"token:{tokenId:N}", name);

    /// <summary>A program that signs in by itself.</summary>
    public static CallerClient OfProgram(Guid id, string name) => new($"client:{id:N}", name);
}
