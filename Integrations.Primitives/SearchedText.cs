namespace Integrations.Primitives;

/// <summary>Texts that are searched again and again: put once into the form in which <see cref="TextMatch"/> compares them.</summary>
public sealed class SearchedText
{
    /// <summary>Half of a pair of code units: no text in the compared form holds one, so nothing is found across two texts.</summary>
    private const char Between = '\uD800';

    private readonly string _texts;

    /// <summary>Takes the texts; null ones are left out.</summary>
    public SearchedText(params IEnumerable<string?> texts) => _texts = string.Join(Between, texts.OfType<string>().Select(TextMatch.Canonical));

    /// <summary>Whether one of the texts holds the words, in this order and side by side, as <see cref="TextMatch.Contains"/> finds them.</summary>
    /// <param name="canonicalWords">In the form that <see cref="TextMatch.Canonical"/> gives.</param>
    public bool Contains(string canonicalWords) => _texts.Contains(canonicalWords, StringComparison.OrdinalIgnoreCase);
}
