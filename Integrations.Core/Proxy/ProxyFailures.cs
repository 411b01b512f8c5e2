using Integrations.Primitives;

namespace Integrations.Core.Proxy;

/// <summary>How calls that are passed on to a vendor fail.</summary>
public static class ProxyFailures
{
    /// <summary>Of a body above <see cref="ProxyRequest.LargestBodyInBytes"/>; the route answers 413.</summary>
    public const string TooLargeCode = "proxy.too_large";

    /// <summary>The program's body is larger than 100 MB. Nothing came of it at the vendor; send it in parts, as the vendor's API offers.</summary>
    public static Failure TooLarge { get; } = Failure.Invalid(TooLargeCode, "The body is larger than 100 MB.");

    /// <summary>The vendor's answer is larger than 100 MB. What was asked may have been done; ask for less.</summary>
    public static Failure AnswerTooLarge(string vendor) =>
        new(FailureKind.VendorRefused, "proxy.answer_too_large", $"{vendor} answered more than the hub passes on (100 MB). Ask for less, such as with Range.");

    /// <summary><c>validation</c> for a path that leaves the vendor's API, such as with <c>..</c> or a host of its own. Nothing was sent.</summary>
    public static Failure OutsideOfApi(string vendor) => Failure.InvalidField("path", $"The path must lie below the API of {vendor}.");

    /// <summary>The vendor answered 3xx. Its target is neither followed nor shown, because it may lie anywhere; the status is given as <c>vendorStatus</c>.</summary>
    public static Failure Redirected(string vendor, int status) =>
        new(FailureKind.VendorRefused, "proxy.redirected", $"{vendor} answered with a redirect ({status}), which is not followed and whose target is not told. Call the address that it stands for.") { VendorStatus = status };

    /// <summary>The credential is good, and yet not good enough for this address.</summary>
    public static Failure Unauthorized(string vendor) =>
        new(FailureKind.VendorRefused, "proxy.unauthorized", $"{vendor} does not take the connection's credential at this address (401), although the connection works.") { VendorStatus = 401 };

    /// <summary>The connection broke, or time ran out, after a call that changes something was sent. It is not sent again by the hub; look at the vendor first.</summary>
    /// <param name="vendor">The provider's display name.</param>
    /// <param name="lost">What happened; its kind stays.</param>
    public static Failure OutcomeUnknown(string vendor, Failure lost) => lost with
    {
        Code = "proxy.outcome_unknown",
        Message = $"{lost.Message} Whether {vendor} did what was asked is not known: look there before you call again.",
    };

    /// <summary>The call ended before the vendor answered, as a rule because the program went away; only the activity shows it.</summary>
    public static Failure Interrupted(string vendor) =>
        new(FailureKind.VendorRefused, "proxy.interrupted", $"The call was ended before {vendor} answered.");

    /// <summary>Of the activity row alone: the caller gets the vendor's answer as it is.</summary>
    public static Failure Answered(string call, int status) => new(FailureKind.VendorRefused, "proxy.status", $"{call}: {status}") { VendorStatus = status };
}
