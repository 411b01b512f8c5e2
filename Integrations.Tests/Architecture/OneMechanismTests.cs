using Integrations.Connectors.Contracts;

namespace Integrations.Tests.Architecture;

/// <summary>What the code has one way for, so that a second way is found when it is written.</summary>
public sealed class OneMechanismTests
{
    private static readonly string[] Code = [".cs", ".razor"];

    [Fact]
    public void FailureCodes_AreCompared_ByTheirConstants() =>
        Assert.Empty(SourceFiles.Find("""\.Code\s*(==|!=|is|is not)\s*"|\bCode:\s*(not\s+)?"[a-z]""", Code));

    [Fact]
    public void Abilities_OfConnectors_AreAskedForByAs()
    {
        var abilities = string.Join('|', typeof(IConnector).Assembly.GetTypes().Where(type => type.IsInterface && type != typeof(IConnector) && type.Namespace == typeof(IConnector).Namespace && type.IsPublic).Select(type => type.Name));

        Assert.Contains(nameof(IRunActions), abilities, StringComparison.Ordinal);
        Assert.Empty(SourceFiles.Find($@"\b(is|is not|as) ({abilities})\b|\(({abilities})\)\w", Code));
    }
}
