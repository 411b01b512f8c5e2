using Integrations.Primitives;

namespace Integrations.Core.Identity.Tokens;

/// <summary>A token to call the API with.</summary>
[HoldsSecret]
public sealed class IssuedAccessToken(Secret token, TimeSpan expiresIn)
{
    /// <summary>A signed JWT for the header <c>Authorization: Bearer</c>.</summary>
    public Secret Token => token;

    /// <summary>From the moment of issuing; RFC 6749's <c>expires_in</c>, in seconds, is made of it.</summary>
    public TimeSpan ExpiresIn => expiresIn;

    /// <summary>Always <c>***</c>: the token opens the API.</summary>
    public override string ToString() => "***";
}
