using Integrations.Primitives;

namespace Integrations.Core.Mail;

/// <summary>Why the mail server did not take something. The words of the server are part of the message.</summary>
internal static class MailFailures
{
    private const int MostWords = 400;

    public static readonly Failure Off = Failure.Conflict("mail.off", "Mail is off. Set Mail:Host and Mail:From, and start the hub anew.");

    public static readonly Failure Unreadable = Failure.Invalid("mail.unreadable", "The stored message cannot be read any more. Do again what it was about.");

    public static readonly Failure TooLate = Failure.Invalid("mail.too_late", "It was not sent while its link worked. Do again what it was about.");

    public static readonly Failure NoTls = new(
        FailureKind.VendorUnavailable, "mail.no_tls", "The mail server does not offer STARTTLS, so nothing was sent: it would have gone in clear. Set Mail:Security to tls or, in a network that you trust, to none.");

    public static readonly Failure NoSignIn = new(
        FailureKind.VendorUnavailable, "mail.no_sign_in", "The mail server offers no way to sign in that the hub knows. Leave Mail:UserName and Mail:Password out if it wants none.");

    public static Failure TooLong(TimeSpan time) => new(FailureKind.VendorUnavailable, "mail.timeout", $"The mail server did not answer within {time.TotalSeconds:0} s (Mail:Timeout).");

    /// <summary>For good: sending the same again gets the same answer.</summary>
    public static Failure Refused(int status, string words) => new(FailureKind.VendorRefused, "mail.refused", $"The mail server refused it: {status} {Plain(words)}") { VendorStatus = status };

    /// <summary>For now.</summary>
    public static Failure PutOff(int status, string words) => new(FailureKind.VendorUnavailable, "mail.put_off", $"The mail server did not take it now: {status} {Plain(words)}") { VendorStatus = status };

    public static Failure SignInRefused(string words) => new(FailureKind.VendorUnavailable, "mail.sign_in_refused", $"The mail server refused Mail:UserName and Mail:Password: {Plain(words)}");

    public static Failure BadCertificate(string words) => new(FailureKind.VendorUnavailable, "mail.certificate", $"No TLS could be agreed on with the mail server: {Plain(words)}");

    public static Failure Unreachable(string words) => new(FailureKind.VendorUnavailable, "mail.unreachable", $"The mail server cannot be reached: {Plain(words)}");

    private static string Plain(string words) => MailAddresses.Line(words, MostWords);
}
