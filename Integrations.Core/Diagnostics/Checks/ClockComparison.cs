using Integrations.Primitives;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>This machine's clock beside another's.</summary>
internal static class ClockComparison
{
    private static readonly TimeSpan SlightlyOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TooFarOff = TimeSpan.FromSeconds(60);

    /// <param name="other">Whose clock it is.</param>
    /// <param name="theirs">What it says now.</param>
    public static Finding Compare(this TimeProvider clock, TranslatableText other, DateTimeOffset theirs)
    {
        var off = (clock.GetUtcNow() - theirs).Duration();
        var fix = Say("Let both set their clocks by NTP: signatures, tokens and leases are refused beyond a minute.");
        var away = Say("{0:0} s away from {1}.", off.TotalSeconds, other);
        return off > TooFarOff ? new Finding("Clock", FindingSeverity.Error, away, fix)
            : off > SlightlyOff ? new Finding("Clock", FindingSeverity.Warning, away, fix)
            : new Finding("Clock", FindingSeverity.Ok, Say("Agrees with {0}.", other));
    }
}
