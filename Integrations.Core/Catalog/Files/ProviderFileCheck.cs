using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.File;

namespace Integrations.Core.Catalog.Files;

/// <summary>A provider file before it is added.</summary>
/// <param name="Problems">What is wrong, line by line; empty for a file that can be used.</param>
/// <param name="File">Null where there are problems.</param>
/// <param name="Hosts">What the file makes the hub call; each has to be approved.</param>
/// <param name="Replaces">The number of the file in force, where there is one.</param>
/// <param name="Changes">What it changes for those who use that one.</param>
/// <param name="IsUsed">Something of some organization rests on the provider.</param>
public sealed record ProviderFileCheck(
    IReadOnlyList<FileProblem> Problems, ProviderFile? File = null, IReadOnlyList<string>? Hosts = null, int? Replaces = null, ProviderFileChanges? Changes = null, bool IsUsed = false)
{
    /// <summary>What is odd about a file that can be used, line by line.</summary>
    public IReadOnlyList<FileProblem> Warnings { get; init; } = [];
}
