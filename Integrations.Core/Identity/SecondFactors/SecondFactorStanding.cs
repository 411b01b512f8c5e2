namespace Integrations.Core.Identity.SecondFactors;

/// <summary>A person's own second factor.</summary>
/// <param name="Since">When it was turned on; null while it is off.</param>
/// <param name="RecoveryCodesLeft">Of ten.</param>
public sealed record SecondFactorStanding(DateTimeOffset? Since, int RecoveryCodesLeft)
{
    /// <summary>A code is asked for after the password.</summary>
    public bool IsOn => Since is not null;
}
