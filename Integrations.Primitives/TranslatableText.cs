using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Integrations.Primitives;

/// <summary>
/// A sentence of Core that pages show in the person's language: English with places, which is the key of its translation, and what
/// goes there. Programs, verbs and the log read the English.
/// </summary>
/// <param name="English">Such as <c>"{0} leads to this hub."</c>; without values, braces are themselves.</param>
/// <param name="Values">Names, numbers and times; another such text is translated in its turn.</param>
public sealed record TranslatableText(string English, params IReadOnlyList<object?> Values)
{
    /// <summary>What is not translated: a vendor's words, or a text that has no translation.</summary>
    [return: NotNullIfNotNull(nameof(english))]
    public static implicit operator TranslatableText?(string? english) => english is null ? null : new(english);

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator string?(TranslatableText? text) => text?.ToString();

    /// <summary>A text that is written out in the source; a test holds every one of them against the translations.</summary>
    public static TranslatableText Say(string english, params IReadOnlyList<object?> values) => new(english, values);

    public override string ToString() => Values.Count == 0 ? English : string.Format(CultureInfo.InvariantCulture, English, [.. Values]);
}
