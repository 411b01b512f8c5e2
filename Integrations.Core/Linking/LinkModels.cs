using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Core.Linking;

/// <summary>000's <c>linkEntityToIntegration</c>.</summary>
/// <param name="EntityType">One of <see cref="EntityTypes"/>.</param>
/// <param name="EntityId">An entity of the caller's organization.</param>
/// <param name="IntegrationId">An integration that the caller may see.</param>
/// <param name="ExternalEntityId">The vendor's thing, 1 to 500 characters.</param>
public sealed record LinkRequest(string EntityType, Guid EntityId, Guid IntegrationId, string ExternalEntityId)
{
    private const int MetadataMaxLength = 20_000;
    private const int UrlMaxLength = 2_000;

    /// <summary>http or https; null for the vendor's own.</summary>
    public string? ExternalEntityUrl { get; init; }

    /// <summary>Laid over what the vendor tells; at most 20,000 characters of JSON.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>What the vendor just told in a search; null makes the hub ask the vendor.</summary>
    public ExternalEntity? Copy { get; init; }

    internal Failure? Validate() =>
        EntityTypes.Parse(EntityType) is null ? LinkingFailures.EntityTypeUnknown(EntityType)
        : string.IsNullOrWhiteSpace(ExternalEntityId) || ExternalEntityId.Length > EntityService.ExternalIdMaxLength || ExternalEntityId.Any(char.IsControl)
            ? Failure.InvalidField("externalEntityId", $"externalEntityId must be 1 to {EntityService.ExternalIdMaxLength} characters without control characters.")
        : Copy is { } copy && copy.Id != ExternalEntityId ? Failure.InvalidField("externalEntityId", "externalEntityId is not the copy's id.")
        : ExternalEntityUrl is { } url && (url.Length > UrlMaxLength || WebAddress.Of(url) is null)
            ? Failure.InvalidField("externalEntityUrl", "externalEntityUrl must be an http or https address of at most 2,000 characters.")
        : Metadata?.ToJsonString().Length > MetadataMaxLength ? Failure.InvalidField("metadata", "metadata may have at most 20,000 characters of JSON.")
        : null;
}

/// <summary>A link as its readers see it.</summary>
/// <param name="IntegrationName">As it is, or was when it was deleted.</param>
/// <param name="IntegrationIsGone">The integration was deleted or disabled: the copy stays, the vendor is not asked any more.</param>
/// <param name="IsPrivate">Only the caller sees it, because it came through their own connection.</param>
/// <param name="IsGone">The vendor no longer has the thing.</param>
/// <param name="External">The copy; its links are http(s) or null.</param>
public sealed record EntityLinkView(
    Guid Id,
    string EntityType,
    Guid EntityId,
    Guid IntegrationId,
    string IntegrationName,
    bool IntegrationIsGone,
    ProviderLook Provider,
    ExternalEntity External,
    bool IsPrivate,
    bool IsGone,
    DateTimeOffset CreatedAt,
    DateTimeOffset RefreshedAt);

/// <summary>What a provider's tile and name look like.</summary>
public sealed record ProviderLook(string Key, string Name, string Icon, string Color);

/// <summary>An integration whose things may be linked to one of our entity types.</summary>
/// <param name="Entities">The vendor's kinds of things that are proposed for it; at least one.</param>
/// <param name="Account">Whose account it is; null while not connected.</param>
/// <param name="IsReady">The caller has a working connection; else connecting is the next step.</param>
public sealed record LinkSource(
    Guid IntegrationId, string Name, ProviderLook Provider, string? Account, IReadOnlyList<LinkableEntity> Entities, bool IsReady)
{
    /// <summary>The caller may connect it; else somebody who administers it has to.</summary>
    public bool MayConnect { get; init; }

    /// <summary>Connecting is one sign-in at the vendor; nothing is to be typed here.</summary>
    public bool IsOneStep { get; init; }
}

/// <summary>A provider that the caller could connect for themself by signing in at the vendor.</summary>
/// <param name="Entities">What it would propose; at least one.</param>
public sealed record LinkOffer(ProviderLook Provider, IReadOnlyList<LinkableEntity> Entities);

/// <param name="Name">The manifest's name, such as <c>event</c>.</param>
/// <param name="HasTime">Its things have a start: they are picked from a calendar, not from a list.</param>
public sealed record LinkableEntity(string Name, string DisplayName, bool HasTime);

/// <summary>Addresses that may become links on a page: vendors' data is untrusted (SECURITY I14).</summary>
public static class WebAddress
{
    /// <summary>The address when it is absolute http or https; else null.</summary>
    public static string? Of(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? text
            : null;
}
