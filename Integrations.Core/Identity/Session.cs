namespace Integrations.Core.Identity;

/// <summary>One sign-in of a person in one browser. The cookie only names it, so that ending it ends every copy of the cookie (SECURITY S1).</summary>
public sealed class Session
{
    /// <summary>In characters.</summary>
    public const int BrowserMaxLength = 300;

    /// <summary>Random, as it is named by the cookie; with the cookie's protection around it.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose sign-in it is.</summary>
    public Guid UserId { get; init; }

    /// <summary>When the password was given last; sensitive acts ask for it again after ten minutes (SECURITY S5).</summary>
    public DateTimeOffset AuthenticatedAt { get; set; }

    /// <summary>When the person signed in, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The absolute end, used or not.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended before its time: signed out, a changed password, an administrator; null otherwise.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Where the sign-in came from, as the trusted proxy says; null where it is not known. At most 64 characters.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The browser's own words (User-Agent), cut to <see cref="BrowserMaxLength"/>; shown to the person in short.</summary>
    public string? Browser { get; init; }

    /// <summary>When a request or a circuit of it was last confirmed; exact to some minutes.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>What was shown; it decides what may be asked for again, and which sessions end with a lost device or provider.</summary>
    public SignInProof Proof { get; set; }
}
