using System.Buffers.Text;
using System.Text;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.N8n;

/// <summary>API keys as current releases make them: JWTs that name their owner. The same on every start.</summary>
internal static class N8nKeys
{
    public static string UserId(SandboxAccount account) => SandboxSeed.Guid("n8n-user", account.Email).ToString("D");

    public static string For(SandboxAccount account)
    {
        // 2099-12-31: a key that is the same on every start cannot count from today.
        var payload = $$"""{"sub":"{{UserId(account)}}","iss":"n8n","aud":"public-api","jti":"{{SandboxSeed.Guid("n8n-key", account.Email):D}}","iat":1767225600,"exp":4102358400}""";
        return $"{Part("""{"alg":"HS256","typ":"JWT"}""")}.{Part(payload)}.{Part($"sandbox-{account.Email}")}";
    }

    public static TokenLookup Find(string key) =>
        key.Length == 0 ? TokenLookup.None
        : SandboxAccounts.All.FirstOrDefault(account => For(account) == key) is { } found ? TokenLookup.Of(new SandboxAccess(found, key))
        : TokenLookup.Unknown;

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
