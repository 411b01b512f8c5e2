namespace Integrations.Core.Identity;

/// <summary>The remembered answer of an unsafe call with an <c>Idempotency-Key</c>, for 24 hours (RELIABILITY I1).</summary>
public sealed class IdempotencyRecord
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>SHA-256 over caller, what the caller may do, method, path and key, hex.</summary>
    public required string Scope { get; init; }

    /// <summary>SHA-256 of the request body, hex: the same key with another body is refused.</summary>
    public required string BodyHash { get; init; }

    /// <summary>Null while the first call is still under way.</summary>
    public int? Status { get; set; }

    /// <summary>Of the answer; null where it had no body, or none was kept.</summary>
    public string? ContentType { get; set; }

    /// <summary>The answer's <c>Location</c> header, at most 500 characters; null for none.</summary>
    public string? Location { get; set; }

    /// <summary>The answer's body, protected: it may tell of things that others must not see. It never holds a secret that is shown once.</summary>
    public string? BodyCiphertext { get; set; }

    /// <summary>The answer held such a secret, so its body was not kept (SECURITY X5).</summary>
    public bool IsWithheld { get; set; }

    /// <summary>When the first call began, in UTC; one that is still without a status two minutes later counts as abandoned.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>24 hours later; from then on the key is as good as new.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
