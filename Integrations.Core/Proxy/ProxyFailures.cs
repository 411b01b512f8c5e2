using Integrations.Primitives;

namespace Integrations.Core.Proxy;

/// <summary>How calls that are passed on to a vendor fail.</summary>
public static class ProxyFailures
{
    public const string TooLargeCode = "proxy.too_large";

    public static Failure TooLarge { get; } = Failure.Invalid(TooLargeCode, "The body is larger than 100 MB.");

    public static Failure AnswerTooLarge(string vendor) =>
        new(FailureKind.VendorRefused, "proxy.answer_too_large", $"{vendor} answered more than the hub passes on (100 MB). Ask for less, such as with Range.");

    public static Failure OutsideOfApi(string vendor) => Failure.InvalidField("path", $"The path must lie below the API of {vendor}.");

    public static Failure Redirected(string vendor, int status) =>
        new(FailureKind.VendorRefused, "proxy.redirected", $"{vendor} answered with a redirect ({status}), which is not followed and whose target is not told. Call the address that it stands for.") { VendorStatus = status };

    /// <summary>The credential is good, and yet not good enough for this address.</summary>
    public static Failure Unauthorized(string vendor) =>
        new(FailureKind.VendorRefused, "proxy.unauthorized", $"{vendor} does not take the connection's credential at this address (401), although the connection works.") { VendorStatus = 401 };

    public static Failure OutcomeUnknown(string vendor, Failure lost) => lost with
    {
        Code = "proxy.outcome_unknown",
        Message = $"{lost.Message} Whether {vendor} did what was asked is not known: look there before you call again.",
    };

    public static Failure Interrupted(string vendor) =>
        new(FailureKind.VendorRefused, "proxy.interrupted", $"The call was ended before {vendor} answered.");

    /// <summary>Of the activity row alone: the caller gets the vendor's answer as it is.</summary>
    public static Failure Answered(string call, int status) => new(FailureKind.VendorRefused, "proxy.status", $"{call}: {status}") { VendorStatus = status };
}
