using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Integrations.Primitives;

/// <summary>One secret text. It prints as <c>***</c>; <see cref="Reveal"/> is the only way to read it.</summary>
[HoldsSecret]
[DebuggerDisplay("***")]
public sealed class Secret(string value)
{
    public string Reveal() => value;

    /// <summary>Compares in constant time (SECURITY T8).</summary>
    public bool Matches(string? other) => other is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(other));

    /// <summary>What may be shown after creation: the last four characters of a long secret, else nothing (T5).</summary>
    public string Hint => value.Length >= 12 ? $"…{value[^4..]}" : "…";

    public override string ToString() => "***";
}
