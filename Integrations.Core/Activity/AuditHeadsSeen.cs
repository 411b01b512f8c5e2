using System.Globalization;

namespace Integrations.Core.Activity;

/// <summary>Heads of audit chains that were kept outside the database, such as a log's lines of <see cref="AuditHeadsLoop"/>.</summary>
public sealed class AuditHeadsSeen
{
    private static readonly char[] Between = [' ', '\t', '"', '\'', ',', ';', ':', '{', '}', '(', ')'];

    private readonly Dictionary<(Guid Chain, long Sequence), string> _hashes = [];
    private readonly Dictionary<Guid, long> _last = [];

    /// <summary>Nothing was kept outside: the chains are checked by themselves.</summary>
    public static AuditHeadsSeen None { get; } = new();

    /// <summary>How many were read.</summary>
    public int Count => _hashes.Count;

    internal IReadOnlyCollection<Guid> Chains => _last.Keys;

    /// <summary>Takes every chain, place and hash that stand side by side, whatever else the lines say.</summary>
    public static AuditHeadsSeen Read(IEnumerable<string> lines)
    {
        var seen = new AuditHeadsSeen();
        foreach (var line in lines)
        {
            var words = line.Split(Between, StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i + 2 < words.Length; i++)
            {
                if (Guid.TryParse(words[i], out var chain) && long.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                    && words[i + 2] is { Length: AuditHead.HashLength } hash && hash.All(char.IsAsciiHexDigitLower))
                {
                    seen.Add(chain, sequence, hash);
                }
            }
        }

        return seen;
    }

    internal long Last(Guid chain) => _last.GetValueOrDefault(chain);

    internal bool Agrees(Guid chain, long sequence, string hash) => !_hashes.TryGetValue((chain, sequence), out var kept) || kept == hash;

    private void Add(Guid chain, long sequence, string hash)
    {
        // Two hashes of one place cannot both be right: neither is.
        _hashes[(chain, sequence)] = Agrees(chain, sequence, hash) ? hash : "";
        _last[chain] = Math.Max(Last(chain), sequence);
    }
}
