using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Http;

/// <summary>Who is calling, and with what.</summary>
/// <param name="Scopes">Granted scopes; null means everything (pasted tokens, unless the vendor says otherwise).</param>
/// <param name="IssuedAt">When the person signed in; null for pasted credentials, which misbehave from the start.</param>
/// <param name="Provider">The provider key of the client that got the token; empty for pasted credentials.</param>
internal sealed record SandboxAccess(
    SandboxAccount Account, string Token, IReadOnlySet<string>? Scopes = null, DateTimeOffset? IssuedAt = null, string Provider = "")
{
    public bool May(string scope) => Scopes is null || Scopes.Contains(scope);

    /// <summary>The caller that the <see cref="VendorGuard"/> let in.</summary>
    public static SandboxAccess Of(HttpContext http) =>
        http.Features.Get<SandboxAccess>() ?? throw new InvalidOperationException("The route is not behind a VendorGuard.");
}
