using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>The signing secrets and headers of endpoints, in the vault (SECURITY W3, W4, I13).</summary>
public sealed class WebhookSecrets(CredentialVault vault, TimeProvider clock)
{
    /// <summary>In characters; a shorter one that a caller gives is refused (SECURITY W3).</summary>
    public const int MinLength = 12;

    /// <summary>In characters.</summary>
    public const int MaxLength = 512;
    private const int StrongFrom = 24;
    private const int MostFormer = 2;
    private const int MostRemembered = 1_000;
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly ExpiringCache<Guid, OpenedEndpoint> _opened = new(clock, MostRemembered);

    /// <summary>A fresh secret: <c>whsec_</c> and 32 random bytes.</summary>
    public static Secret Generate() => new(WebhookSignature.SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    internal static Failure? Check(string? given) =>
        given is null ? null
        : given.Length is < MinLength or > MaxLength ? Failure.InvalidField("secret", $"secret must have {MinLength} to {MaxLength} characters; leave it out to have a strong one generated.")
        : given.Any(char.IsControl) ? Failure.InvalidField("secret", "secret must not contain control characters.")
        : WebhookSignature.Refuse(given) is { } reason ? Failure.InvalidField("secret", reason)
        : null;

    internal void Set(WebhookEndpoint endpoint, Secret secret)
    {
        endpoint.SecretCiphertext = vault.Protect("webhook", endpoint.OrganizationId, endpoint.Id, "secret", secret.Reveal());
        endpoint.SecretHint = secret.Hint;
        endpoint.IsSecretWeak = WebhookSignature.Key(secret).Length < StrongFrom;
    }

    /// <summary>Puts a new secret in force; the former co-signs for 24 hours.</summary>
    internal void Rotate(WebhookEndpoint endpoint, Secret secret)
    {
        var now = clock.GetUtcNow();
        var former = Former(endpoint).Where(f => f.Until > now).ToList();
        if (Current(endpoint) is { } current)
        {
            former.Insert(0, new FormerSecret(current.Reveal(), now + Overlap));
        }

        endpoint.FormerSecretsCiphertext = vault.Protect(
            "webhook", endpoint.OrganizationId, endpoint.Id, "former", JsonSerializer.Serialize(former.Take(MostFormer)));
        Set(endpoint, secret);
    }

    /// <summary>
    /// What signs and goes along with deliveries. Remembered for minutes by what is encrypted, so that a change is seen with the row that has it.
    /// </summary>
    internal OpenedEndpoint Open(WebhookEndpoint endpoint)
    {
        if (_opened.TryGet(endpoint.Id, out var known) && known.IsOf(endpoint))
        {
            return known;
        }

        var opened = new OpenedEndpoint(endpoint, Current(endpoint), [.. Former(endpoint).Select(f => (new Secret(f.Value), f.Until))], ReadHeaders(endpoint));
        _opened.Remember(endpoint.Id, opened, clock.GetUtcNow() + Remembered);
        return opened;
    }

    internal void SetHeaders(WebhookEndpoint endpoint, IReadOnlyDictionary<string, string> headers) =>
        endpoint.HeadersCiphertext = headers.Count == 0 ? null : vault.Protect("webhook", endpoint.OrganizationId, endpoint.Id, "headers", JsonSerializer.Serialize(headers));

    internal IReadOnlyDictionary<string, string> Headers(WebhookEndpoint endpoint) => Open(endpoint).Headers;

    private Dictionary<string, string> ReadHeaders(WebhookEndpoint endpoint) =>
        endpoint.HeadersCiphertext is not null && vault.Open("webhook", endpoint.OrganizationId, endpoint.Id, "headers", endpoint.HeadersCiphertext) is { } json
            ? new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    private Secret? Current(WebhookEndpoint endpoint) =>
        vault.Open("webhook", endpoint.OrganizationId, endpoint.Id, "secret", endpoint.SecretCiphertext) is { } value ? new Secret(value) : null;

    private List<FormerSecret> Former(WebhookEndpoint endpoint) =>
        endpoint.FormerSecretsCiphertext is not null && vault.Open("webhook", endpoint.OrganizationId, endpoint.Id, "former", endpoint.FormerSecretsCiphertext) is { } json
            ? JsonSerializer.Deserialize<List<FormerSecret>>(json)!
            : [];

    private sealed record FormerSecret(string Value, DateTimeOffset Until)
    {
        public override string ToString() => "***";
    }
}
