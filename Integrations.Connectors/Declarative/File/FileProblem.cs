using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.File;

/// <summary>What is wrong with a provider file, and where.</summary>
/// <param name="Path">The place in the document, such as <c>$.api.entities.page.map.title</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters, from 1.</param>
/// <param name="Message">One sentence that says what to write instead.</param>
public sealed record FileProblem(string Path, int Line, int Column, string Message)
{
    private const int LongestQuote = 60;

    /// <summary><c>{line}:{column} {path}: {message}</c>, as compilers write it.</summary>
    public override string ToString() => $"{Line}:{Column} {Path}: {Message}";

    /// <summary>A text of the file within a message: one line, cut.</summary>
    internal static string Quote(string text) => $"'{VendorFailures.Clean(text, LongestQuote)}'";
}
