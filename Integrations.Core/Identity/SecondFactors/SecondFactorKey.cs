using Integrations.Primitives;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>A key to put into an authenticator app.</summary>
[HoldsSecret]
public sealed class SecondFactorKey(Secret typed, Secret address)
{
    /// <summary>In groups of four, to be typed.</summary>
    public Secret Typed => typed;

    /// <summary><c>otpauth://totp/…</c>, to be scanned.</summary>
    public Secret Address => address;

    /// <summary>Always <c>***</c>: who has the key makes all codes.</summary>
    public override string ToString() => "***";
}
