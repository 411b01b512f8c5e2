using System.Reflection;

namespace Integrations.Primitives;

/// <summary>The version of the program, which the build takes from the last tag (docs/install.md): <c>1.4.0</c>, or <c>1.4.1-preview.0.12</c> for the twelfth change after it.</summary>
public static class ProductVersion
{
    private const int CommitLength = 7;

    /// <summary>Without the commit.</summary>
    public static string Number => Full.Split('+')[0];

    /// <summary>The first digits of the commit it was built from; null where it was built without git.</summary>
    public static string? Commit => Full.Split('+') is [_, { Length: >= CommitLength } commit] ? commit[..CommitLength] : null;

    /// <summary>As people are told it.</summary>
    public static string Text => Commit is { } commit ? $"{Number} ({commit})" : Number;

    /// <summary>As archives and manifests keep it.</summary>
    public static string Full => typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
