using Integrations.Core.Storage;

namespace Integrations.Core.Catalog;

/// <summary>
/// A catalog entry as stored: what the manifest (or the super admin who created it) says, and what a super admin
/// changed since. Columns repeat what lists filter and sort by; <see cref="ProviderDocument"/> is the whole.
/// </summary>
public sealed class Provider : IVersioned
{
    /// <summary>In characters.</summary>
    public const int KeyMaxLength = 60;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique identifier; lower case letters, digits and underscores.</summary>
    public required string Key { get; init; }

    /// <summary><see cref="ProviderDocument.DisplayName"/>, at most 120 characters.</summary>
    public required string DisplayName { get; set; }

    /// <summary>One of <see cref="Connectors.Manifest.ProviderCategories"/>; part of the provider's address in 001.</summary>
    public required string Category { get; set; }

    /// <summary>One of <see cref="Connectors.Manifest.ProviderStatuses"/>.</summary>
    public required string Status { get; set; }

    /// <summary>One of <see cref="Connectors.Manifest.ProviderAudiences"/>.</summary>
    public required string Audience { get; set; }

    /// <summary>Comes with a connector; such a provider cannot be deleted, only disabled.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>The <see cref="ProviderDocument"/> as shipped or created, JSON.</summary>
    public required string BaseJson { get; set; }

    /// <summary>A super admin's changes, a JSON merge patch (RFC 7396) over <see cref="BaseJson"/>.</summary>
    public string OverridesJson { get; set; } = "{}";

    /// <summary>The OAuth client that was entered on the provider's page; the configuration's comes second.</summary>
    public string? OAuthClientId { get; set; }

    /// <summary>Protected; never shown.</summary>
    public string? OAuthClientSecretCiphertext { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
