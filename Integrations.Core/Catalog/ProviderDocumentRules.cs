using System.Text.RegularExpressions;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>What a provider's document has to keep to, built in or described by a super admin (001).</summary>
internal static partial class ProviderDocumentRules
{
    /// <returns>The first field that is wrong; null when none is.</returns>
    public static Failure? Check(ProviderDocument document) =>
        !KeyPattern().IsMatch(document.Provider ?? "") ? Failure.InvalidField("provider", "provider must be 2 to 60 lower case letters, digits and underscores, beginning with a letter.")
        : Text.CheckName("name", document.Name, 120)
        ?? Text.CheckName("displayName", document.DisplayName, 120)
        ?? Text.CheckLength("description", document.Description, 2_000)
        ?? OneOf("category", document.Category, ProviderCategories.All)
        ?? OneOf("status", document.Status, ProviderStatuses.All)
        ?? OneOf("audience", document.Audience, ProviderAudiences.All)
        ?? OneOf("authType", document.AuthType, AuthKinds.All)
        ?? CheckLists(document)
        ?? (document.SupportedSyncDirections.FirstOrDefault(d => d is not ("pull" or "push" or "bidirectional" or "inbound" or "outbound")) is { } direction
            ? Failure.InvalidField("supportedSyncDirections", $"'{Text.Cut(direction, 40)}' is not one of pull, push, bidirectional.")
            : null)
        ?? Text.CheckName("icon", document.Icon, 2_000)
        ?? Text.CheckName("color", document.Color, 40)
        ?? Text.CheckName("version", document.Version, 40);

    private static Failure? CheckLists(ProviderDocument document) =>
        CheckList("capabilities", document.Capabilities, text => text)
        ?? CheckList("supportedSyncDirections", document.SupportedSyncDirections, text => text)
        ?? CheckList("searchableEntities", document.SearchableEntities, text => text)
        ?? CheckList("oauthConfig.scopes", document.OAuthConfig?.Scopes ?? [], text => text)
        ?? CheckList("availableEntities", document.AvailableEntities, entity => entity.Name)
        ?? CheckList("entityMappings", document.EntityMappings, mapping => mapping.Entity)
        ?? CheckList("entityMappings", document.EntityMappings, mapping => mapping.ShardType)
        ?? Text.CheckLength("requiredPlan", document.RequiredPlan, 40);

    private static Failure? CheckList<T>(string field, IReadOnlyList<T>? items, Func<T, string?> name)
        where T : class =>
        items is null ? Failure.InvalidField(field, $"{field} must be a list.")
        : items.Count > 1_000 ? Failure.InvalidField(field, $"{field} may hold at most 1,000 items.")
        : items.Any(item => item is null || string.IsNullOrWhiteSpace(name(item)) || name(item)!.Length > 300) ? Failure.InvalidField(field, $"Every item of {field} needs a name of 1 to 300 characters.")
        : null;

    private static Failure? OneOf(string field, string? value, IReadOnlyList<string> allowed) =>
        value is not null && allowed.Contains(value) ? null : Failure.InvalidField(field, $"{field} must be one of {string.Join(", ", allowed)}.");

    [GeneratedRegex("^[a-z][a-z0-9_]{1,59}$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();
}
