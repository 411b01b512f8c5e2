using System.Text.RegularExpressions;

namespace Integrations.Tests.Architecture;

/// <summary>Comments and messages are written as a colleague would say them aloud (CONTRIBUTING, Habits).</summary>
public sealed class PlainWordsTests
{
    [Theory, InlineData("([Ss]ome|[Aa]ny)body"), InlineData("[Ww]hoever"), InlineData("[Mm]end(s|ed|ing)?"), InlineData("nobody")]
    public void WordsOfADialect_StandNowhereInTheProduct(string word) =>
        Assert.Empty(
            from file in SourceFiles.WithComments(".cs", ".razor", ".js")
            from line in file.Text.Split('\n')
            where Regex.IsMatch(line, $@"\b{word}\b", RegexOptions.NonBacktracking)
            select $"{file.Path}: {line.Trim()}");
}
