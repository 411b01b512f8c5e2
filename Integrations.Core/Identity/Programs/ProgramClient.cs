using Integrations.Core.Permissions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program that signs in by itself: an OAuth client. Only a hash of its secret is kept (SECURITY T6).</summary>
public sealed class ProgramClient : OpenIddictEntityFrameworkCoreApplication<Guid, ProgramAuthorization, ProgramToken>
{
    public const int ClientIdMaxLength = 400;
    public const int NameMaxLength = 120;

    /// <summary>How long a program's secret is good (SECURITY T6).</summary>
    public static readonly TimeSpan SecretLifetime = TimeSpan.FromDays(365);

    /// <summary>How long the former secret is taken after a new one was made, so that the program can be given it without a break.</summary>
    public static readonly TimeSpan SecretOverlap = TimeSpan.FromHours(24);

    public ProgramKind Kind { get; init; }

    /// <summary>Whose it is; null for programs that described or registered themselves, which people of every organization may let in.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>What its tokens may be used for at most.</summary>
    public TokenScopes Scopes { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its document was last read; null for the other kinds.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>As grants and activity name it.</summary>
    public CallerClient Client => CallerClient.OfProgram(Id, DisplayName ?? "");

    /// <summary>Null for programs that have no secret.</summary>
    public DateTimeOffset? SecretEndsAt => ClientSecret is null ? null : (ProgramSecret.Of(this).Renewed ?? CreatedAt) + SecretLifetime;

    /// <summary>Where its document lies; null for the other kinds.</summary>
    public string? Host => Kind == ProgramKind.Document && Uri.TryCreate(ClientId, UriKind.Absolute, out var address) ? address.Authority : null;
}
