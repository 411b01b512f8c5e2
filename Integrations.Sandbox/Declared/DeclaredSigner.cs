using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>Signs deliveries as a provider file says that the vendor does. The hub's own reading of files is not used here, so that the two check each other.</summary>
internal static class DeclaredSigner
{
    /// <param name="verify">The file's <c>verify</c>.</param>
    /// <param name="request">Gets the headers; its body is set.</param>
    /// <param name="body">The bytes that are sent.</param>
    /// <param name="deliveryId">Of this delivery.</param>
    /// <param name="secret">As the person entered it.</param>
    /// <param name="now">When it is sent.</param>
    public static void Sign(JsonObject verify, HttpRequestMessage request, byte[] body, string deliveryId, string secret, DateTimeOffset now)
    {
        switch (verify.Text("kind"))
        {
            case "hmac":
                Hmac(verify, request, body, deliveryId, secret, now);
                break;
            case "jwt":
                request.Headers.TryAddWithoutValidation(verify.Text("header")!, $"Bearer {Token(verify, body, secret, now)}");
                break;
            case "secret" when verify["from"].Text("header") is { } header:
                var value = (verify.Text("value") ?? "{secret}").Replace("{secret}", secret, StringComparison.Ordinal);
                request.Headers.TryAddWithoutValidation(header, verify.Text("basicUser") is { } user ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{value}"))}" : value);
                break;
        }
    }

    private static void Hmac(JsonObject verify, HttpRequestMessage request, byte[] body, string deliveryId, string secret, DateTimeOffset now)
    {
        var timestamp = verify["timestamp"].Text("as") switch
        {
            "iso" => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "unix_ms" => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            _ => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        if (verify["timestamp"]?["from"].Text("header") is { } timeHeader)
        {
            request.Headers.TryAddWithoutValidation(timeHeader, timestamp);
        }

        var text = verify.Text("signed") ?? "{body}";
        var signed = new List<byte>();
        foreach (var part in text.Replace("{body}", "\0{body}\0", StringComparison.Ordinal).Split('\0'))
        {
            signed.AddRange(part == "{body}" ? body : Encoding.UTF8.GetBytes(PlaceText.Fill(part, name => name switch
            {
                "timestamp" => timestamp,
                "url" => request.RequestUri!.AbsoluteUri,
                "method" => request.Method.Method,
                "deliveryId" => deliveryId,
                _ => null,
            })));
        }

        var prefix = verify.Text("keyPrefix") ?? "";
        var bare = secret.StartsWith(prefix, StringComparison.Ordinal) ? secret[prefix.Length..] : secret;
        var key = verify.Text("key") switch
        {
            "base64" => Convert.FromBase64String(bare),
            "hex" => Convert.FromHexString(bare),
            _ => Encoding.UTF8.GetBytes(bare),
        };
        using var keyed = IncrementalHash.CreateHMAC(new HashAlgorithmName((verify.Text("algorithm") ?? "sha256").ToUpperInvariant()), key);
        keyed.AppendData([.. signed]);
        var hash = keyed.GetHashAndReset();
        var signature = verify.Text("prefix") + (verify.Text("encoding") == "base64" ? Convert.ToBase64String(hash) : Convert.ToHexStringLower(hash));
        if (verify["elements"] is JsonObject elements)
        {
            var separator = elements.Text("separator") ?? ",";
            var named = elements.Text("signature") is { } name ? $"{name}={signature}" : signature;
            signature = elements.Text("timestamp") is { } time ? $"{time}={timestamp}{separator}{named}" : named;
        }

        // Vendors that roll their keys sign with the next one in the second header.
        request.Headers.TryAddWithoutValidation(verify["header"] is JsonArray several ? several[0]!.GetValue<string>() : verify.Text("header")!, signature);
    }

    private static string Token(JsonObject verify, byte[] body, string secret, DateTimeOffset now)
    {
        var claims = new JsonObject { ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds() };
        foreach (var (claim, value) in new[] { ("iss", verify.Text("issuer")), ("aud", verify.Text("audience")) }.Where(pair => pair.Item2 is not null))
        {
            claims[claim] = value;
        }

        if (verify.Text("bodyHash") is { } hash)
        {
            claims[hash] = Convert.ToHexStringLower(SHA256.HashData(body));
        }

        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
