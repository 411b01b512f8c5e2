using Integrations.Core.Permissions;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Tokens;

/// <summary>Scopes in words.</summary>
internal static class TokenLabels
{
    public static (TokenScopes Scopes, string Text)[] Choices =>
    [
        (TokenScopes.Read, Text.T("Read only")),
        (TokenScopes.ReadWrite, Text.T("Read and change")),
        (TokenScopes.ReadWriteAdmin, Text.T("Everything, administration too")),
        (TokenScopes.Mcp, Text.T("Only tools that I grant it, for an agent")),
    ];

    public static string May(TokenScopes scopes)
    {
        if (!scopes.HasFlag(TokenScopes.Read))
        {
            return Text.T("Granted tools only");
        }

        var here = scopes.HasFlag(TokenScopes.Admin) ? Text.T("Everything") : scopes.HasFlag(TokenScopes.Write) ? Text.T("Read and change") : Text.T("Read only");
        return scopes.HasFlag(TokenScopes.Proxy) ? Text.T("{0}; calls vendors' APIs", here) : here;
    }
}
