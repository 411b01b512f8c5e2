namespace Integrations.Core.Permissions;

/// <summary>What a token may be used for; each up to <see cref="Admin"/> includes what stands before it.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,
    Read = 1,
    Write = 2,
    Admin = 4,

    /// <summary>Calls vendors' APIs with the connections that the hub keeps. No other scope brings it: a token has it where it was asked for by name.</summary>
    Proxy = 8,

    /// <summary>Opens <c>/mcp</c> and nothing else; what may be done there is what a person granted the program. No other scope brings it.</summary>
    Mcp = 16,
    ReadWrite = Read | Write,
    ReadWriteAdmin = Read | Write | Admin,

    /// <summary>Of a browser session, and of an access token that a person's own password gave.</summary>
    All = Read | Write | Admin | Proxy | Mcp,
}
