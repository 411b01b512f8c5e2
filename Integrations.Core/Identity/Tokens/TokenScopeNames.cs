using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Tokens;

/// <summary>Scopes as tokens and requests spell them: <c>read</c>, <c>write</c>, <c>admin</c>, <c>proxy</c>, <c>mcp</c>.</summary>
public static class TokenScopeNames
{
    /// <summary><see cref="TokenScopes.Read"/>.</summary>
    public const string Read = "read";

    /// <summary><see cref="TokenScopes.Write"/>; as a request it brings <c>read</c>.</summary>
    public const string Write = "write";

    /// <summary><see cref="TokenScopes.Admin"/>; as a request it brings <c>write</c> and <c>read</c>.</summary>
    public const string Admin = "admin";

    /// <summary><see cref="TokenScopes.Proxy"/>; as a request it brings <c>read</c>.</summary>
    public const string Proxy = "proxy";

    /// <summary><see cref="TokenScopes.Mcp"/>; it stands alone.</summary>
    public const string Mcp = "mcp";

    /// <summary>Every scope that is set, one by one, lowest first; empty for none.</summary>
    public static IReadOnlyList<string> Of(TokenScopes scopes)
    {
        List<string> names = [];
        if (scopes.HasFlag(TokenScopes.Read))
        {
            names.Add(Read);
        }

        if (scopes.HasFlag(TokenScopes.Write))
        {
            names.Add(Write);
        }

        if (scopes.HasFlag(TokenScopes.Admin))
        {
            names.Add(Admin);
        }

        if (scopes.HasFlag(TokenScopes.Proxy))
        {
            names.Add(Proxy);
        }

        if (scopes.HasFlag(TokenScopes.Mcp))
        {
            names.Add(Mcp);
        }

        return names;
    }

    /// <summary>Null for an unknown name or none at all. Each scope brings what stands before it: admin includes write and read. None brings proxy or mcp; proxy brings read, and mcp brings nothing.</summary>
    public static TokenScopes? Parse(IEnumerable<string> names)
    {
        var scopes = TokenScopes.None;
        foreach (var name in names)
        {
            switch (name)
            {
                case Read:
                    scopes |= TokenScopes.Read;
                    break;
                case Write:
                    scopes |= TokenScopes.ReadWrite;
                    break;
                case Admin:
                    scopes |= TokenScopes.ReadWriteAdmin;
                    break;
                case Proxy:
                    scopes |= TokenScopes.Read | TokenScopes.Proxy;
                    break;
                case Mcp:
                    scopes |= TokenScopes.Mcp;
                    break;
                default:
                    return null;
            }
        }

        return scopes == TokenScopes.None ? null : scopes;
    }
}
