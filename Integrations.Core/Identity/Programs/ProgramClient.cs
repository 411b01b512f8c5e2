using Integrations.Core.Permissions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program that signs in by itself: an OAuth client. Only a hash of its secret is kept (SECURITY T6).</summary>
public sealed class ProgramClient : OpenIddictEntityFrameworkCoreApplication<Guid, ProgramAuthorization, ProgramToken>
{
    /// <summary>In characters; a client id that is an address may be that long.</summary>
    public const int ClientIdMaxLength = 400;

    /// <summary>In characters.</summary>
    public const int NameMaxLength = 120;

    /// <summary>How long a program's secret is good (SECURITY T6).</summary>
    public static readonly TimeSpan SecretLifetime = TimeSpan.FromDays(365);

    /// <summary>How long the former secret is taken after a new one was made, so that the program can be given it without a break.</summary>
    public static readonly TimeSpan SecretOverlap = TimeSpan.FromHours(24);

    /// <summary>Where what is known of it comes from: an administrator, its document, or itself.</summary>
    public ProgramKind Kind { get; init; }

    /// <summary>Whose it is; null for programs that described or registered themselves, which people of every organization may let in.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>What its tokens may be used for at most.</summary>
    public TokenScopes Scopes { get; init; }

    /// <summary>The administrator who registered it; null for the other kinds.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>In UTC; the lifetime of its first secret counts from here.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its document was last read; null for the other kinds.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>When it last called the hub, exact to a minute; null before.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was ended, with all that came of it; null while it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>As grants and activity name it.</summary>
    public CallerClient Client => CallerClient.OfProgram(Id, DisplayName ?? "");

    /// <summary>Null for programs that have no secret.</summary>
    public DateTimeOffset? SecretEndsAt => ClientSecret is null ? null : (ProgramSecret.Of(this).Renewed ?? CreatedAt) + SecretLifetime;

    /// <summary>Where its document lies; null for the other kinds.</summary>
    public string? Host => Kind == ProgramKind.Document && Uri.TryCreate(ClientId, UriKind.Absolute, out var address) ? address.Authority : null;
}
