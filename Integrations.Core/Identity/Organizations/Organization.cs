using Integrations.Core.Storage;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A tenant (002 says company). Owns integrations; users belong to one.</summary>
public sealed class Organization : IVersioned
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 120;

    /// <summary>A UUID of version 7, made by the hub; tokens, routes and secrets' names carry it.</summary>
    public Guid Id { get; init; }

    /// <summary>1 to 120 characters, unique.</summary>
    public required string Name { get; set; }

    /// <summary>Compared with a premium provider's plan; one of <see cref="Plans"/>.</summary>
    public string Plan { get; set; } = Plans.Free;

    /// <summary>A disabled organization's people cannot sign in and its jobs send nothing (SECURITY A9).</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
