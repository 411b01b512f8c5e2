using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>What an integration is for, kept among its settings as <c>purposes</c>; without them it is for everything that its provider can do.</summary>
public static class InstancePurposes
{
    private const int Most = 100;

    /// <summary>In the words of <see cref="Purposes"/>; null for every use.</summary>
    public static IReadOnlyList<string>? Of(IntegrationInstance instance) => Of(instance.Settings);

    /// <inheritdoc cref="Of(IntegrationInstance)"/>
    public static IReadOnlyList<string>? Of(JsonObject? settings)
    {
        // Settings are checked when they are saved; a record that was there before the hub knew the name may say anything.
        var texts = settings?[Purposes.Setting] is JsonArray list ? Texts(list) : [];
        return texts.Count == 0 || texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }

    /// <summary>These settings, with these uses in them; null for every use.</summary>
    public static JsonObject With(JsonObject? settings, IReadOnlyList<string>? purposes)
    {
        var changed = settings is null ? [] : Text.CloneObject(settings);
        changed.Remove(Purposes.Setting);
        if (purposes is not null)
        {
            changed[Purposes.Setting] = new JsonArray([.. purposes.Select(purpose => JsonValue.Create(purpose))]);
        }

        return changed;
    }

    /// <summary>Widens an integration that is for a part of the uses; one that is for all stays so.</summary>
    internal static void Add(IntegrationInstance instance, IReadOnlyList<string> purposes)
    {
        if (Of(instance) is { } now && purposes.Any(purpose => !now.Contains(purpose, StringComparer.Ordinal)))
        {
            instance.Settings = With(instance.Settings, [.. now.Union(purposes, StringComparer.Ordinal)]);
        }
    }

    /// <summary>What is wrong with them; null for none. Only providers whose scopes a person is asked for have uses.</summary>
    internal static Failure? Check(JsonNode? value, ConnectorEntry entry)
    {
        if (value is null || entry.Manifest.Method(AuthKinds.OAuth2) is null)
        {
            return null;
        }

        var texts = value is JsonArray list ? Texts(list) : [];
        return texts.Count is 0 or > Most
            ? Failure.InvalidField("settings", $"{Purposes.Setting}: name at least one use and at most {Most}, or leave it out: then the integration is for everything.")
            : Check("settings", texts, entry);
    }

    /// <summary>Refuses a use that the provider does not have.</summary>
    internal static Failure? Check(string field, IReadOnlyList<string?> purposes, ConnectorEntry entry) =>
        purposes.Where(purpose => !Purposes.Knows(entry, purpose)).Take(1).ToList() is [var unknown]
            ? Failure.InvalidField(field, $"{entry.Manifest.DisplayName} has no use '{Text.Cut(unknown, 40)}'. Uses are find, find:<entity>, actions, action:<name> and events.")
            : null;

    private static List<string?> Texts(JsonArray list) => [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)];
}
