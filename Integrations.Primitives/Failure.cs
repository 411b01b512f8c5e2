namespace Integrations.Primitives;

/// <summary>What kind of thing went wrong; each API surface maps a kind to one status code.</summary>
public enum FailureKind
{
    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>Nobody is signed in, or what was given to sign in is not right (401).</summary>
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

/// <summary>An expected failure: a stable code for programs and a message that tells a person what to do next.</summary>
/// <param name="Kind">Decides the status code.</param>
/// <param name="Code">Stable and lower case with dots, such as <c>instance.name_taken</c>.</param>
/// <param name="Message">One or two sentences; carries no secret, no stack, no vendor body.</param>
public sealed record Failure(FailureKind Kind, string Code, string Message)
{
    /// <summary>Messages per field, for failed validation; null elsewhere.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>How long to wait before trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The vendor's HTTP status, where one was received.</summary>
    public int? VendorStatus { get; init; }

    /// <summary>What lies behind it, such as the vendor's own refusal behind a failed connection test.</summary>
    public Failure? Inner { get; init; }

    public bool IsVendorSide => Kind is FailureKind.CredentialRefused or FailureKind.VendorRefused
        or FailureKind.VendorRateLimited or FailureKind.VendorUnavailable;

    public static Failure Invalid(string code, string message) => new(FailureKind.Invalid, code, message);

    /// <summary>A failed validation of one field: the message names the field and the rule.</summary>
    public static Failure InvalidField(string field, string message) => new(FailureKind.Invalid, "validation", message)
    {
        Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] },
    };

    public static Failure NotFound(string code, string message) => new(FailureKind.NotFound, code, message);

    public static Failure Forbidden(string message) => new(FailureKind.Forbidden, "permission_denied", message);

    public static Failure Conflict(string code, string message) => new(FailureKind.Conflict, code, message);
}
