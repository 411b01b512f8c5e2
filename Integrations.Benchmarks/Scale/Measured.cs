namespace Integrations.Benchmarks.Scale;

/// <summary>A figure of docs/performance.md, with the words by which it is found there.</summary>
/// <param name="Value">As it stands there.</param>
/// <param name="Heading">How the heading of its record begins, without the signs before it.</param>
/// <param name="Line">Words of its line.</param>
/// <param name="Figure">The figure as it is written in that line.</param>
internal sealed record Measured(double Value, string Heading, string Line, string Figure)
{
    /// <summary>The date that the record's heading begins with.</summary>
    public string Date => Heading[..10];

    /// <summary>Whether the document still says so.</summary>
    /// <param name="document">The lines of docs/performance.md.</param>
    public bool StandsIn(IReadOnlyList<string> document) => document
        .SkipWhile(line => !line.StartsWith($"## {Heading}", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Any(line => line.Contains(Line, StringComparison.Ordinal) && line.Contains(Figure, StringComparison.Ordinal));
}
