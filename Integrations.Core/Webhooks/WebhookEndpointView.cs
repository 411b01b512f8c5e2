namespace Integrations.Core.Webhooks;

/// <summary>An endpoint as its readers see it: never the secret, only the names of headers.</summary>
public sealed record WebhookEndpointView(Guid Id, string Name, string Url, IReadOnlyList<string> Events, bool IsActive)
{
    public string? DisabledReason { get; init; }

    public required string SecretHint { get; init; }

    public bool IsSecretWeak { get; init; }

    public IReadOnlyList<string> HeaderNames { get; init; } = [];

    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Deliveries wait until then because too many failed.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public int Version { get; init; }
}
