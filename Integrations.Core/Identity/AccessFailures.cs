using Integrations.Primitives;

namespace Integrations.Core.Identity;

/// <summary>Why someone may not come in. Wrong, unknown, locked and disabled sound alike on purpose (SECURITY S3).</summary>
internal static class AccessFailures
{
    public const string SignInRefusedCode = "auth.refused";

    /// <summary>How a password or passkey is refused where an organization's provider is all that counts.</summary>
    public const string ProviderOnlyCode = "auth.provider_only";

    public static Failure SignInRefused { get; } = new(
        FailureKind.Unauthenticated, SignInRefusedCode, "The e-mail address or password is not right, or the account is locked for a while.");

    public static Failure ClientRefused { get; } = new(
        FailureKind.Unauthenticated, "auth.client_refused", "The client id or secret is not right, or the key was revoked or has expired.");

    public static Failure TokenRefused { get; } = new(
        FailureKind.Unauthenticated, "auth.token_refused", "The token is not valid, has expired or was revoked.");

    public static Failure SecondFactorNeeded { get; } = new(
        FailureKind.Forbidden, "auth.second_factor_required", "This account has a second factor. Send its code of this moment as 'code', or use a personal access token.");

    public static Failure CodeRefused { get; } = new(
        FailureKind.Unauthenticated, "auth.code_refused", "The code is not right, was used already, or the account is locked for a while. Wait for the next code and try again.");

    /// <summary>Said after a right password or passkey alone: it tells a stranger nothing of an address.</summary>
    public static Failure ProviderOnly { get; } = new(
        FailureKind.Forbidden, ProviderOnlyCode, "Your organization has its members sign in with its own provider. Use the button with the provider's name.");

    public static Failure TicketOver { get; } = new(
        FailureKind.Unauthenticated, "auth.ticket_over", "That took too long, or something about the account has changed. Sign in again.");

    public static Failure SecondFactorMissing { get; } = new(
        FailureKind.Forbidden, "auth.second_factor_missing", "This hub asks you for a second factor. Sign in with a browser and set it up, then send its code as 'code'.");

    public static Failure Busy { get; } = new(FailureKind.TooMany, "auth.busy", "Too many sign-ins at this moment. Try again in a few seconds.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static Failure TokenNotFound { get; } = Failure.NotFound("token.not_found", "There is no such token.");

    public static Failure MemberNotFound { get; } = Failure.NotFound("member.not_found", "There is no such member.");

    public static Failure OrganizationNotFound { get; } = Failure.NotFound("organization.not_found", "There is no such organization.");

    public static Failure LastAdministrator { get; } = Failure.Conflict(
        "member.last_administrator", "This is the last administrator of the organization. Make someone else administrator first.");

    public static Failure SuperAdministrator { get; } = Failure.Forbidden("This person administers the hub itself. Another super administrator changes their account.");

    public static Failure LastSuperAdministrator { get; } = Failure.Conflict(
        "member.last_super_administrator", "This is the last super administrator of the hub. Make another one first, with the verb create-admin.");

    public static Failure EmailTaken(string email) => Failure.Conflict("member.email_taken", $"Someone with the address {email} already has an account.");

    public static Failure OrganizationNameTaken(string name) => Failure.Conflict("organization.name_taken", $"An organization named '{name}' already exists.");
}
