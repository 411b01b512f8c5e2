namespace Integrations.Core.Webhooks;

/// <summary>An endpoint as its readers see it: never the secret, only the names of headers.</summary>
public sealed record WebhookEndpointView(Guid Id, string Name, string Url, IReadOnlyList<string> Events, bool IsActive)
{
    /// <summary>Why the hub switched it off; null where it did not.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>The last characters of the secret, for people to tell secrets apart.</summary>
    public required string SecretHint { get; init; }

    /// <summary>The secret was given by its owner and is shorter than 24 bytes (SECURITY W3).</summary>
    public bool IsSecretWeak { get; init; }

    /// <summary>Names of the headers that are sent along; their values are not shown.</summary>
    public IReadOnlyList<string> HeaderNames { get; init; } = [];

    /// <summary>The first failure since the last success; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it last answered 2xx; null before.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Deliveries wait until then because too many failed.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its settings, or what the hub remembers of it, last changed, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Grows with each save; a change may name the one it was made on.</summary>
    public int Version { get; init; }
}
