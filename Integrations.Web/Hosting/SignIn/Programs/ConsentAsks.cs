using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>Carries a request that the server found in order to the page that asks the person, and back: sealed, for that person, for ten minutes.</summary>
internal sealed class ConsentAsks(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("Integrations.ProgramConsent");

    public string Seal(Guid userId, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        _protector.Protect(JsonSerializer.Serialize(new Sealed(userId, clock.GetUtcNow() + Lifetime, [.. parameters])));

    /// <summary>Null for what is no such thing, is too old, or is another person's.</summary>
    public ConsentAsk? Open(string? text, Guid? userId)
    {
        try
        {
            return !string.IsNullOrEmpty(text) && JsonSerializer.Deserialize<Sealed>(_protector.Unprotect(text)) is { } opened && opened.UserId == userId && opened.Until > clock.GetUtcNow()
                ? new ConsentAsk(opened.Parameters)
                : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    private sealed record Sealed(Guid UserId, DateTimeOffset Until, List<KeyValuePair<string, string>> Parameters);
}
