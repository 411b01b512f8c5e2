using Integrations.Primitives;

namespace Integrations.Web.Api.Auth;

/// <param name="accessToken">Send it as <c>Authorization: Bearer …</c>.</param>
/// <param name="expiresIn">Seconds.</param>
[HoldsSecret]
internal sealed class TokenResponse(string accessToken, string tokenType, int expiresIn)
{
    public string AccessToken => accessToken;

    public string TokenType => tokenType;

    public int ExpiresIn => expiresIn;

    public override string ToString() => "***";
}
