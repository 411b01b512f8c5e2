namespace Integrations.Core.Activity;

/// <summary>The newest link of one chain of audit entries. Its row is what writers of the same chain wait for.</summary>
public sealed class AuditHead
{
    internal const int HashLength = 64;

    /// <summary>Whose chain; empty for that of changes above organizations.</summary>
    public Guid ChainId { get; init; }

    /// <summary>The newest entry's place; 0 when the chain has not begun.</summary>
    public long Sequence { get; init; }

    /// <summary>The newest entry's hash; empty when the chain has not begun.</summary>
    public string Hash { get; init; } = "";

    /// <summary>How many entries are older than the chain. They are not linked; the first link vouches for their number.</summary>
    public int Unchained { get; init; }

    /// <summary>The last place that retention removed, with everything before it; 0 while nothing was removed (SECURITY L5).</summary>
    public long RemovedThrough { get; init; }

    /// <summary>The hash at that place, which the first entry that is left was linked with; empty while nothing was removed.</summary>
    public string RemovedHash { get; init; } = "";

    /// <summary>What the first entry that is left builds on.</summary>
    internal string Anchor => RemovedThrough == 0 ? Beginning(Unchained) : RemovedHash;

    /// <summary>The hash that the next link builds on.</summary>
    internal string Link => Sequence == 0 ? Beginning(Unchained) : Hash;

    internal static string Beginning(int unchained) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"unchained:{unchained}");
}
