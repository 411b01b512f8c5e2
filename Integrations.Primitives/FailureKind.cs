namespace Integrations.Primitives;

/// <summary>What kind of thing went wrong; each API surface maps a kind to one status code.</summary>
public enum FailureKind
{
    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>No one is signed in, or what was given to sign in is not right (401).</summary>
    Unauthenticated,

    /// <summary>The caller may see the thing but not do this to it (403).</summary>
    Forbidden,

    /// <summary>There is no such thing, or the caller may not know of it (404).</summary>
    NotFound,

    /// <summary>The thing's present state forbids it, such as a name already taken (409).</summary>
    Conflict,

    /// <summary>The caller's copy is out of date (412).</summary>
    Stale,

    /// <summary>The caller asks too often (429).</summary>
    TooMany,

    /// <summary>The hub itself cannot do it right now, such as a database that is down (503).</summary>
    Unavailable,

    /// <summary>The vendor does not accept the credential: a person has to reconnect.</summary>
    CredentialRefused,

    /// <summary>The vendor understood and said no (missing permission, failed validation, no such thing there).</summary>
    VendorRefused,

    /// <summary>The vendor asks to wait; <see cref="Failure.RetryAfter"/> says how long, where it told.</summary>
    VendorRateLimited,

    /// <summary>The vendor could not be reached, took too long, failed, or answered something unreadable.</summary>
    VendorUnavailable,
}
