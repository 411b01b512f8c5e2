using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Identity.Jwt;
using Integrations.Primitives;

namespace Integrations.Core.Identity.Tokens;

/// <summary>How our long-lived tokens look: a prefix that scanners recognize and 256 random bits (SECURITY T6).</summary>
internal static class TokenText
{
    public const string PersonalPrefix = "itg_";
    public const string ClientPrefix = "itc_";
    public const string ClientSecretPrefix = "its_";

    /// <summary>Prefix and 43 characters.</summary>
    private const int RandomBytes = 32;

    public static Secret New(string prefix) => new(prefix + StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(RandomBytes)));

    public static string NewClientId(TimeProvider clock) => ClientPrefix + Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    /// <summary>A plain SHA-256 is enough: no one guesses 256 random bits, so slowness would only cost.</summary>
    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static string Hint(Secret token) => token.Reveal()[^4..];
}
