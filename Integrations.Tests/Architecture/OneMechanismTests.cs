namespace Integrations.Tests.Architecture;

/// <summary>What the code has one way for, so that a second way is found when it is written.</summary>
public sealed class OneMechanismTests
{
    private static readonly string[] Code = [".cs", ".razor"];

    [Fact]
    public void FailureCodes_AreCompared_ByTheirConstants() =>
        Assert.Empty(SourceFiles.Find("""\.Code\s*(==|!=|is|is not)\s*"|\bCode:\s*(not\s+)?"[a-z]""", Code));
}
