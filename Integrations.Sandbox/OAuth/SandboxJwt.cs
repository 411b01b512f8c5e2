using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.OAuth;

/// <summary>Signs identity tokens (RS256) and publishes the key, as Google and Microsoft do.</summary>
internal sealed class SandboxJwt : IDisposable
{
    private const string KeyId = "sandbox-1";
    private readonly RSA _key = RSA.Create(2048);

    public string Sign(JsonObject claims)
    {
        var head = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", typ = "JWT", kid = KeyId }));
        var body = Encode(JsonSerializer.SerializeToUtf8Bytes(claims, SandboxJson.Options));
        var signature = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{body}.{Encode(signature)}";
    }

    /// <summary>The JWK set (RFC 7517) that verifies <see cref="Sign"/>.</summary>
    public object KeySet()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n = Encode(key.Modulus!), e = Encode(key.Exponent!) } } };
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
