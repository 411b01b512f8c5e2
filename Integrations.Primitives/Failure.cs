namespace Integrations.Primitives;

/// <summary>An expected failure: a stable code for programs and a message that tells a person what to do next.</summary>
/// <param name="Kind">Decides the status code.</param>
/// <param name="Code">Stable and lower case with dots, such as <c>instance.name_taken</c>.</param>
/// <param name="Message">One or two sentences; carries no secret, no stack, no vendor body.</param>
public sealed record Failure(FailureKind Kind, string Code, string Message)
{
    /// <summary>The code of whatever the caller has no right to.</summary>
    public const string ForbiddenCode = "permission_denied";

    /// <summary>Messages per field, for failed validation; null elsewhere.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>How long to wait before trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The vendor's HTTP status, where one was received.</summary>
    public int? VendorStatus { get; init; }

    /// <summary>What lies behind it, such as the vendor's own refusal behind a failed connection test.</summary>
    public Failure? Inner { get; init; }

    /// <summary>Activity has a row of the call that ended so, although the failure may be the caller's own.</summary>
    public bool IsRecorded { get; init; }

    public bool IsVendorSide => Kind is FailureKind.CredentialRefused or FailureKind.VendorRefused
        or FailureKind.VendorRateLimited or FailureKind.VendorUnavailable;

    public static Failure Invalid(string code, string message) => new(FailureKind.Invalid, code, message);

    /// <summary>A failed validation of one field: the message names the field and the rule.</summary>
    public static Failure InvalidField(string field, string message) => new(FailureKind.Invalid, "validation", message)
    {
        Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] },
    };

    public static Failure NotFound(string code, string message) => new(FailureKind.NotFound, code, message);

    public static Failure Forbidden(string message) => new(FailureKind.Forbidden, ForbiddenCode, message);

    public static Failure Conflict(string code, string message) => new(FailureKind.Conflict, code, message);
}
