using Integrations.Core.Common;

namespace Integrations.Web.Features.Tokens;

/// <summary>Scopes in words.</summary>
internal static class TokenWords
{
    public static readonly (TokenScopes Scopes, string Text)[] Choices =
    [
        (TokenScopes.Read, "Read only"),
        (TokenScopes.ReadWrite, "Read and change"),
        (TokenScopes.All, "Everything, administration too"),
    ];

    public static string May(TokenScopes scopes) =>
        scopes.HasFlag(TokenScopes.Admin) ? "Everything" : scopes.HasFlag(TokenScopes.Write) ? "Read and change" : "Read only";
}
