using Integrations.Primitives;

namespace Integrations.Core.Identity.Tokens;

/// <summary>A token to call the API with.</summary>
[HoldsSecret]
public sealed class IssuedAccessToken(Secret token, TimeSpan expiresIn)
{
    public Secret Token => token;

    public TimeSpan ExpiresIn => expiresIn;

    public override string ToString() => "***";
}
