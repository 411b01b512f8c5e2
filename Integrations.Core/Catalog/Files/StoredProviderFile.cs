using System.Text;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.File;

namespace Integrations.Core.Catalog.Files;

/// <summary>A provider file that a super administrator added. What replaces it is a row of its own, so that a former one can be taken again.</summary>
public sealed class StoredProviderFile
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The provider's.</summary>
    public required string Key { get; init; }

    /// <summary>Counts the files of one provider, from 1.</summary>
    public int Number { get; init; }

    /// <summary>JSON, as it was given.</summary>
    public required string Text { get; init; }

    /// <summary>At most one of a provider is.</summary>
    public bool IsInForce { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who added it, as they were called then.</summary>
    public string? CreatedBy { get; init; }

    /// <returns>Null when this program can no longer read it.</returns>
    internal ProviderFile? Read(out IReadOnlyList<FileProblem> problems) => ProviderFile.Read(Encoding.UTF8.GetBytes(Text), out problems);
}
