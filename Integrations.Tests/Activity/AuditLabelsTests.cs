using System.Text.RegularExpressions;
using Integrations.Tests.Architecture;
using Integrations.Web.Features.Activity;

namespace Integrations.Tests.Activity;

/// <summary>People read the audit log in words, not in the names that programs have for what was done.</summary>
public sealed partial class AuditLabelsTests
{
    [Fact]
    public void EveryName_ThatIsWrittenToTheLog_HasWords()
    {
        var written = (
            from source in SourceFiles.Of(".cs")
            from call in Written().Matches(source.Text)
            from name in Name().Matches(call.Value)
            select name.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(written.Count > 40, $"Only {written.Count} were found.");
        Assert.DoesNotContain(written, name => !AuditLabels.Knows(name));
    }

    [Fact]
    public void NameWithoutWords_IsShownAsItIs() => Assert.Equal("robot.painted", AuditLabels.Action("robot.painted"));

    /// <summary>A call that writes an entry, up to its end.</summary>
    [GeneratedRegex(@"audit\.Add\([^;]*;", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Written();

    [GeneratedRegex(@"(?<![$@])""(?<name>[a-z_]+\.[a-z_]+)""", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Name();
}
