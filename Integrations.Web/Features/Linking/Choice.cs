using Integrations.Connectors.Entities;
using Integrations.Core.Linking;

namespace Integrations.Web.Features.Linking;

/// <summary>Something that can be linked. Equal by what it is, so that it stays itself when the list around it changes.</summary>
public sealed class Choice(LinkSource source, ExternalEntity entity, string? reason = null) : IEquatable<Choice>
{
    public LinkSource Source => source;

    public ExternalEntity Entity => entity;

    /// <summary>Why it is likely; null elsewhere.</summary>
    public string? Reason => reason;

    // A likely match stands in the list below once more: two choices of one thing.
    public bool Equals(Choice? other) => other is not null
        && other.Source.IntegrationId == source.IntegrationId && other.Entity.Id == entity.Id && (other.Reason is null) == (reason is null);

    public override bool Equals(object? obj) => Equals(obj as Choice);

    public override int GetHashCode() => HashCode.Combine(source.IntegrationId, entity.Id, reason is null);
}
