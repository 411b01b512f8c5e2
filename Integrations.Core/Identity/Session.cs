namespace Integrations.Core.Identity;

/// <summary>One sign-in of a person in one browser. The cookie only names it, so that ending it ends every copy of the cookie (SECURITY S1).</summary>
public sealed class Session
{
    public const int BrowserMaxLength = 300;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>When the password was given last; sensitive acts ask for it again after ten minutes (SECURITY S5).</summary>
    public DateTimeOffset AuthenticatedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The absolute end, used or not.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? RemoteAddress { get; init; }

    /// <summary>The browser's own words (User-Agent), cut to <see cref="BrowserMaxLength"/>; shown to the person in short.</summary>
    public string? Browser { get; init; }

    /// <summary>When a request or a circuit of it was last confirmed; exact to some minutes.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    public SignInProof Proof { get; set; }
}
