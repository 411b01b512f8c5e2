namespace Integrations.Connectors.Declarative.Plans;

/// <summary>What is done to typed words before they come into a vendor's query language, where they would be read as part of it.</summary>
/// <param name="Escaped">Characters that get a backslash.</param>
/// <param name="Removed">Characters that become blanks.</param>
/// <param name="MostLength">Longer texts are cut.</param>
internal sealed record WordsPlan(string Escaped, string Removed, int MostLength)
{
    public static WordsPlan AsTyped { get; } = new("", "", 1_000);

    public string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length <= MostLength && !text.AsSpan().ContainsAny(Escaped) && !text.AsSpan().ContainsAny(Removed) && !text.Any(char.IsControl))
        {
            return text.Trim();
        }

        var clean = string.Concat(Primitives.Text.Cut(text.Trim(), MostLength).Select(c => Removed.Contains(c, StringComparison.Ordinal) || char.IsControl(c) ? " " : Escaped.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}")).Trim();
        return clean.Length > 0 ? clean : null;
    }
}
