using Integrations.Primitives;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>Whom the hub asks for a second factor. Setting <c>Auth:RequireSecondFactor</c>.</summary>
public enum SecondFactorRule
{
    /// <summary>Whoever wants one has one.</summary>
    Nobody,

    /// <summary>Administrators of organizations and super admins.</summary>
    Administrators,

    Everyone,
}

/// <summary>A person's own second factor.</summary>
/// <param name="Since">When it was turned on; null while it is off.</param>
/// <param name="RecoveryCodesLeft">Of ten.</param>
public sealed record SecondFactorStanding(DateTimeOffset? Since, int RecoveryCodesLeft)
{
    public bool IsOn => Since is not null;
}

/// <summary>A key to put into an authenticator app.</summary>
[HoldsSecret]
public sealed class SecondFactorKey(Secret typed, Secret address)
{
    /// <summary>In groups of four, to be typed.</summary>
    public Secret Typed => typed;

    /// <summary><c>otpauth://totp/…</c>, to be scanned.</summary>
    public Secret Address => address;

    public override string ToString() => "***";
}
