using System.Reflection;
using Integrations.Core.Storage;

namespace Integrations.Tests.Architecture;

/// <summary>The rules of the house that a reference would break (docs/architecture.md).</summary>
public sealed class ReferenceTests
{
    private static readonly string[] AllowedInCore =
    [
        "Microsoft.AspNetCore.DataProtection", "Microsoft.AspNetCore.Cryptography", "Microsoft.AspNetCore.Identity",
    ];

    [Fact]
    public void Core_KnowsNoHttpServerAndNoUi()
    {
        var foreign = References(typeof(IntegrationsDbContext).Assembly)
            .Where(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal))
            .Where(name => !AllowedInCore.Any(allowed => name == allowed || name.StartsWith(allowed + ".", StringComparison.Ordinal)));

        Assert.Empty(foreign);
    }

    [Fact]
    public void Core_KnowsNeitherWebNorSandbox()
    {
        Assert.DoesNotContain(References(typeof(IntegrationsDbContext).Assembly), name => name.StartsWith("Integrations.", StringComparison.Ordinal));
    }

    [Fact]
    public void Sandbox_KnowsNeitherWebNorCore()
    {
        Assert.DoesNotContain(References(Assembly.Load("Integrations.Sandbox")), name => name.StartsWith("Integrations.", StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
