using System.Security.Claims;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using OpenIddict.Abstractions;
using OpenIddict.Validation;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>Access tokens that the authorization server gave to programs. Each is looked up for each request, so that what is ended is refused at once on every node.</summary>
internal sealed class ProgramTokens(OpenIddictValidationService validation, ProgramAccess access)
{
    // 256 random bits; everything else has a prefix or two dots.
    private const int Length = 43;

    public static bool IsOne(string token) => token.Length == Length && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <param name="isAtTools">It came to <c>/mcp</c>.</param>
    /// <returns>Who calls, or <c>auth.token_refused</c>.</returns>
    public async Task<Result<Caller>> AuthenticateAsync(string token, bool isAtTools, CancellationToken cancellationToken) =>
        await access.OpenAsync(await ReadAsync(token, cancellationToken) is { } principal ? ProgramPrincipal.OfAccess(principal) : null, isAtTools, cancellationToken);

    private async Task<ClaimsPrincipal?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            return await validation.ValidateAccessTokenAsync(token, cancellationToken);
        }
        catch (OpenIddictExceptions.ProtocolException)
        {
            // Unknown, over, ended, or of another kind.
            return null;
        }
    }
}
