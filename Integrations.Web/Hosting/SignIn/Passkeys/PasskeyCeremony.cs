using System.Security.Cryptography;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Integrations.Web.Hosting.SignIn.Passkeys;

/// <summary>
/// The two ceremonies of WebAuthn (https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential, #sctn-verifying-assertion)
/// with ASP.NET Core Identity's handler. Between the question and the answer the browser holds the challenge, sealed, for five minutes.
/// </summary>
internal sealed class PasskeyCeremony(IPasskeyHandler<User> handler, IDataProtectionProvider protection)
{
    private const string Creation = "creation";
    private const string Assertion = "assertion";
    private const int LongestAnswer = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Failure NotProven = Failure.Invalid(
        "passkey.not_proven", "The passkey could not be verified, or it took too long. Try again, or sign in with your password.");

    /// <summary>What the browser needs to make a passkey (PublicKeyCredentialCreationOptions as JSON).</summary>
    public async Task<string> AskToCreateAsync(HttpContext context, Guid userId, string email, string name)
    {
        var options = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = userId.ToString("D"), Name = email, DisplayName = name }, context);
        Keep(context, Creation, options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <summary>What the browser needs to show a passkey (PublicKeyCredentialRequestOptions as JSON): no names, whichever it has for here.</summary>
    public async Task<string> AskToShowAsync(HttpContext context)
    {
        var options = await handler.MakeRequestOptionsAsync(user: null, context);
        Keep(context, Assertion, options.AssertionState);
        return options.RequestOptionsJson;
    }

    /// <summary>Verifies a passkey that was made for the caller.</summary>
    /// <returns>The passkey, or <c>passkey.not_proven</c>.</returns>
    public async Task<Result<UserPasskeyInfo>> CreatedAsync(HttpContext context, Caller caller, string? credential)
    {
        var created = await CreatedAsync(context, credential);
        return created.TryGet(out var made, out var failure) ? made.UserId == caller.UserId ? made.Passkey : NotProven : failure;
    }

    /// <summary>Verifies a passkey that was made, for whomever <see cref="AskToCreateAsync"/> named.</summary>
    /// <returns>For whom, as the sealed question says, and the passkey; or <c>passkey.not_proven</c>.</returns>
    public async Task<Result<(Guid UserId, UserPasskeyInfo Passkey)>> CreatedAsync(HttpContext context, string? credential)
    {
        if (Take(context, Creation) is not { } state || credential is not { Length: > 0 and < LongestAnswer })
        {
            return Result<(Guid, UserPasskeyInfo)>.Fail(NotProven);
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
        return result.Succeeded && Guid.TryParseExact(result.UserEntity.Id, "D", out var userId)
            ? Result<(Guid, UserPasskeyInfo)>.Success((userId, result.Passkey))
            : Result<(Guid, UserPasskeyInfo)>.Fail(NotProven);
    }

    /// <summary>Verifies a passkey that was shown.</summary>
    /// <returns>Whose it is, and the passkey with its new counter; or <c>passkey.not_proven</c>.</returns>
    public async Task<Result<(Guid UserId, UserPasskeyInfo Passkey)>> ShownAsync(HttpContext context, string? credential)
    {
        if (Take(context, Assertion) is not { } state || credential is not { Length: > 0 and < LongestAnswer })
        {
            return Result<(Guid, UserPasskeyInfo)>.Fail(NotProven);
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
        return result.Succeeded
            ? Result<(Guid, UserPasskeyInfo)>.Success((result.User.Id, result.Passkey))
            : Result<(Guid, UserPasskeyInfo)>.Fail(NotProven);
    }

    private ITimeLimitedDataProtector Protector(string ceremony) => protection.CreateProtector("Integrations.Passkey.v1", ceremony).ToTimeLimitedDataProtector();

    private void Keep(HttpContext context, string ceremony, string? state) =>
        StepCookie.Passkey.Set(context, Protector(ceremony).Protect(state ?? "", Patience));

    // Whatever comes of it, the browser has to ask again next time.
    private string? Take(HttpContext context, string ceremony)
    {
        var kept = StepCookie.Passkey.Get(context);
        StepCookie.Passkey.Clear(context);
        try
        {
            return kept is null ? null : Protector(ceremony).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
