using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Zapier;

/// <summary>Connection tokens: by header, by query, or as part of an older address.</summary>
internal sealed class ZapierTokens(OAuthServer oauth)
{
    private readonly PastedTokens _classic = new("zmcp_");
    private readonly PastedTokens _dynamic = new("zmcp_dyn_");
    private readonly PastedTokens _older = new("zmcp_old_");

    public string For(SandboxAccount account, ZapierServerKind kind) => Of(kind).For(account);

    public TokenLookup Find(HttpContext http)
    {
        if (http.Request.RouteValues["secret"] is string secret)
        {
            return _older.Find(secret);
        }

        var token = http.Request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : http.Request.Query["token"].ToString();
        if (token.Length == 0)
        {
            return TokenLookup.None;
        }

        return new[] { oauth.Find(token), _classic.Find(token), _dynamic.Find(token) }.FirstOrDefault(lookup => lookup.State != TokenState.Unknown, TokenLookup.Unknown);
    }

    public ZapierServerKind Kind(SandboxAccess access) =>
        access.Token == _dynamic.For(access.Account) ? ZapierServerKind.Dynamic
        : access.Token == _older.For(access.Account) ? ZapierServerKind.Older
        : ZapierServerKind.Classic;

    private PastedTokens Of(ZapierServerKind kind) => kind switch
    {
        ZapierServerKind.Dynamic => _dynamic,
        ZapierServerKind.Older => _older,
        _ => _classic,
    };
}
