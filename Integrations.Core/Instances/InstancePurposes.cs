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
        // Settings are checked when they are saved; a record that was there before the hub knew the name may say anything, and then says nothing here.
        var texts = settings?[Purposes.Setting] is JsonArray list ? Texts(list) : [];
        return texts.Count == 0 || !texts.TrueForAll(Purposes.IsWord) ? null : [.. texts.OfType<string>()];
    }

    /// <summary>Those of them that the provider has, as they can be saved; null for every use, where none is left, and where no sign-in could ask for less.</summary>
    /// <param name="settings">As they are stored.</param>
    /// <param name="entry">Null for a provider that this program does not have.</param>
    public static IReadOnlyList<string>? Known(JsonObject? settings, ConnectorEntry? entry) =>
        entry is not null && entry.Manifest.Method(AuthKinds.OAuth2) is not null && Of(settings) is { } stored
            && stored.Distinct(StringComparer.Ordinal).Where(purpose => Purposes.Knows(entry, purpose)).Take(Most).ToList() is { Count: > 0 } known
            && Purposes.CanStandAlone(entry, known) ? known : null;

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
    /// <returns>Whether it is for more than before.</returns>
    internal static bool Add(IntegrationInstance instance, IReadOnlyList<string> purposes)
    {
        if (Of(instance) is not { } now || purposes.All(purpose => now.Contains(purpose, StringComparer.Ordinal)))
        {
            return false;
        }

        instance.Settings = With(instance.Settings, [.. now.Union(purposes, StringComparer.Ordinal)]);
        return true;
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
            : Check("settings", texts, entry) ?? CheckAlone([.. texts.OfType<string>()], entry);
    }

    /// <summary>Refuses uses that the provider does not have, and more than an integration can have with those that it is for.</summary>
    internal static Failure? CheckAdded(string field, IReadOnlyList<string?> added, IntegrationInstance instance, ConnectorEntry entry) =>
        (Of(instance) ?? []).Union(added, StringComparer.Ordinal).Count() > Most
            ? Failure.InvalidField(field, $"An integration has at most {Most} uses; leave its setting {Purposes.Setting} out, and it is for everything.")
            : Check(field, added, entry);

    private static Failure? CheckAlone(IReadOnlyList<string> purposes, ConnectorEntry entry) => Purposes.CanStandAlone(entry, purposes)
        ? null
        : Failure.InvalidField(
            "settings", $"{Purposes.Setting}: {entry.Manifest.DisplayName} has no scope for {string.Join(", ", purposes.Take(3))} alone. What events tell of has to be read: name a find use beside events.");

    /// <summary>Refuses a use that the provider does not have.</summary>
    private static Failure? Check(string field, IReadOnlyList<string?> purposes, ConnectorEntry entry) =>
        purposes.Where(purpose => !Purposes.Knows(entry, purpose)).Take(1).ToList() is [var unknown]
            ? Failure.InvalidField(field, $"{entry.Manifest.DisplayName} has no use '{Text.Cut(unknown, 40)}'. Uses are find, find:<entity>, actions, action:<name> and events.")
            : null;

    private static List<string?> Texts(JsonArray list) => [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)];
}
