using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program of the organization in a list.</summary>
public sealed record ProgramRow(Guid Id, string Name, string ClientId, ProgramKind Kind, bool IsConfidential, TokenScopes Scopes, IReadOnlyList<string> Redirects, DateTimeOffset CreatedAt)
{
    /// <summary>When it last called the hub, exact to a minute; null before.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was ended; null while it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When its secret ends; null for one that has none.</summary>
    public DateTimeOffset? SecretEndsAt { get; init; }

    internal static ProgramRow Of(ProgramClient client) => new(
        client.Id, client.DisplayName ?? "", client.ClientId ?? "", client.Kind, client.ClientSecret is not null, client.Scopes, ProgramRegistrations.RedirectsOf(client), client.CreatedAt)
    {
        LastUsedAt = client.LastUsedAt,
        RevokedAt = client.RevokedAt,
        SecretEndsAt = client.SecretEndsAt,
    };
}
