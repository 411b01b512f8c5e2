using System.Text.Json.Nodes;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;

namespace Integrations.Core.Connections.Links;

/// <summary>
/// An address at which one person connects one account, once. It names who asks and what for, ends by itself and can be revoked. Of its secret
/// part only the hash is kept (docs/security.md T6).
/// </summary>
public sealed class ConnectLink : IVersioned
{
    /// <summary>Of which the person chooses one.</summary>
    public const int MostProviders = 10;

    /// <summary>In characters.</summary>
    public const int LabelMaxLength = 120;

    /// <summary>In characters; a reference becomes the integration's.</summary>
    public const int ReferenceMaxLength = IntegrationInstance.ReferenceMaxLength;

    /// <summary>Whose pages may frame the link's first page.</summary>
    public const int MostOrigins = 10;

    /// <summary>So many times the browser that opened it may try: credentials are not guessed here.</summary>
    public const int MostAttempts = 20;

    /// <summary>Where the page behind links begins; the secret follows.</summary>
    public const string PathStart = "/connect/with/";

    /// <summary>Where a browser that opened a link goes on; the link's id follows, which opens nothing without the browser's cookie.</summary>
    public const string ClaimedPathStart = "/connect/link/";

    internal const string SecretPrefix = "itl_";

    /// <summary>Where its maker names no other.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    /// <summary>A longer one gives <c>validation</c>.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);

    /// <summary>So long a browser has once it opened the link; never longer than the link lives.</summary>
    public static readonly TimeSpan TimeForOne = TimeSpan.FromHours(1);

    /// <summary>A UUID of version 7, made by the hub: ids sort by age. It is no secret.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>SHA-256 of the secret part, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Its last four characters, for people to tell links apart.</summary>
    public required string Hint { get; init; }

    /// <summary>What may be connected with it: one of these; keys of providers, 1 to 10.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Whether members or people outside may use it; it never changes.</summary>
    public ConnectLinkAudience Audience { get; init; }

    /// <summary>The member that it is for; of <see cref="ConnectLinkAudience.AnyMember"/> the one who opened it; null for people outside.</summary>
    public Guid? UserId { get; set; }

    /// <summary>For people outside: where mail goes; null where none was given.</summary>
    public string? Email { get; init; }

    /// <summary>For people outside: whom it is for, in words; becomes part of the integration's name.</summary>
    public string? Label { get; init; }

    /// <summary>For people outside: the maker's own id of them. One integration of a provider carries it, and the next link with it reconnects that one.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the browser goes in the end; null shows a page of the hub.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Settings of an integration that the link makes; one that exists keeps its own.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>Exact origins whose pages may frame the first page; empty means none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>As the page shows who asks.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>The administrator who made it; null for the organization's keys and programs.</summary>
    public Guid? CreatedByUserId { get; init; }

    /// <summary>The token or program that made it; the link ends with it. Null for a browser and for a password's access token.</summary>
    public Guid? CreatedByTokenId { get; init; }

    /// <summary>A digest of the maker's security stamp where no token of its own made it: what ends their sessions ends the link.</summary>
    public string? CreatorStamp { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Comes nearer when a browser opens it: see <see cref="TimeForOne"/>.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a browser took it; from then on it is that browser's alone.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>SHA-256 of that browser's cookie.</summary>
    public string? BrowserHash { get; set; }

    /// <summary>Tries of the browser that took it; at <see cref="MostAttempts"/> the link takes no more.</summary>
    public int Attempts { get; set; }

    /// <summary>The integration that was chosen or made for it; null until the first attempt.</summary>
    public Guid? InstanceId { get; set; }

    /// <summary>What came of it; null until something is connected.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>Why the last attempt did not connect; null while it is under way, and once it did.</summary>
    public string? FailureCode { get; set; }

    /// <summary>When it connected something, by which it ended; null before.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>When a person, or the end of its maker's sign-in, took it back; null otherwise.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>What a person would call whom it is for; null for members.</summary>
    public string? For => Label ?? Email ?? Reference;

    /// <summary>How far it is at a moment; an end by success counts before one by revocation, and that before expiry.</summary>
    /// <param name="now">In UTC.</param>
    public ConnectLinkState StateAt(DateTimeOffset now) =>
        DoneAt is not null ? ConnectLinkState.Done
        : RevokedAt is not null ? ConnectLinkState.Revoked
        : FailureCode is not null ? ConnectLinkState.Failed
        : ExpiresAt <= now ? ConnectLinkState.Expired
        : OpenedAt is not null ? ConnectLinkState.Opened
        : ConnectLinkState.Waiting;

    internal bool IsOpenAt(DateTimeOffset now) => DoneAt is null && RevokedAt is null && ExpiresAt > now;

    /// <summary>As whom a person outside connects: they may connect what the link names, and nothing else.</summary>
    internal Caller Outsider(Caller visitor) => new(null, OrganizationId, Role.User)
    {
        Scopes = TokenScopes.ReadWrite,
        LinkId = Id,
        DisplayName = For ?? "",
        RemoteAddress = visitor.RemoteAddress,
        RequestId = visitor.RequestId,
    };
}
