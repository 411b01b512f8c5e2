using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Auth;

/// <summary>Either <c>{email,password}</c>, with <c>code</c> where there is a second factor, or <c>{clientId,clientSecret}</c>.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class TokenRequest
{
    public string? Email { get; init; }

    public string? Password { get; init; }

    /// <summary>Six digits of the authenticator app, or a recovery code.</summary>
    public string? Code { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public override string ToString() => "***";
}
