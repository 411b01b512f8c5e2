namespace Integrations.Sandbox.OAuth;

internal enum RefreshTokens
{
    None,

    /// <summary>The same refresh token works until it is revoked.</summary>
    Stable,

    /// <summary>Each refresh gives a new one; the old dies after <see cref="OAuthRules.RotationGrace"/>.</summary>
    Rotating,
}
