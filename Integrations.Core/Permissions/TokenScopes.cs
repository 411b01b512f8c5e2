namespace Integrations.Core.Permissions;

/// <summary>What a token may be used for; each up to <see cref="Admin"/> includes what stands before it.</summary>
[Flags]
public enum TokenScopes
{
    /// <summary>May nothing: what an anonymous caller has.</summary>
    None = 0,

    /// <summary>Sees what its person or organization sees, and changes nothing.</summary>
    Read = 1,

    /// <summary>Changes what its role may change, short of administering. By itself it does not read: tokens get <see cref="ReadWrite"/>.</summary>
    Write = 2,

    /// <summary>Uses an administrator's role; without it an administrator's token is a member's.</summary>
    Admin = 4,

    /// <summary>Calls vendors' APIs with the connections that the hub keeps. No other scope brings it: a token has it where it was asked for by name.</summary>
    Proxy = 8,

    /// <summary>Opens <c>/mcp</c> and nothing else; what may be done there is what a person granted the program. No other scope brings it.</summary>
    Mcp = 16,

    /// <summary>What a token with the scope <c>write</c> has.</summary>
    ReadWrite = Read | Write,

    /// <summary>What a token with the scope <c>admin</c> has, whatever its owner's role.</summary>
    ReadWriteAdmin = Read | Write | Admin,

    /// <summary>Of a browser session, and of an access token that a person's own password gave.</summary>
    All = Read | Write | Admin | Proxy | Mcp,
}
