using Integrations.Connectors.Manifest;
using Integrations.Core.Instances;

namespace Integrations.Core.Connections.OAuth;

/// <summary>What one flow asks the vendor for: the fewest scopes that do, kept with the flow, so that its end knows what was asked.</summary>
/// <param name="Scopes">In the manifest's order.</param>
/// <param name="Added">The uses that the integration gets when the vendor grants them; empty where it is connected for what it is for already.</param>
public sealed record OAuthAsk(IReadOnlyList<OAuthScope> Scopes, IReadOnlyList<string> Added)
{
    // No field of a manifest can have these names; what a caller sends under them is thrown away.
    private const char OfTheFlow = '$';
    private const string ScopesField = "$scopes";
    private const string AddedField = "$purposes";

    /// <summary>Everything where the integration is for everything; else what its uses need, with those added now, and what the account granted before.</summary>
    /// <param name="manifest">The vendor's sign-in.</param>
    /// <param name="purposes">What the integration is for; null for every use.</param>
    /// <param name="added">The uses that are to come.</param>
    /// <param name="granted">
    /// What the connection that is there may do. It is asked for again: at most vendors the new token stands in the old one's place, and has what
    /// was asked for this time.
    /// </param>
    public static OAuthAsk For(OAuthManifest manifest, IReadOnlyList<string>? purposes, IReadOnlyList<string> added, IReadOnlyList<string> granted)
    {
        if (purposes is null)
        {
            return new OAuthAsk(manifest.Scopes, []);
        }

        string[] wanted = [.. purposes, .. added];
        OAuthScope[] asked = [.. manifest.Scopes.Where(scope => scope.IsAskedFor(wanted) || granted.Contains(scope.Name, StringComparer.OrdinalIgnoreCase))];
        // A sign-in that names no scope gets whatever the vendor gives by default; uses that are saved select one, older rows may not.
        return new OAuthAsk(asked.Length == 0 ? manifest.Scopes : asked, added);
    }

    /// <inheritdoc cref="For(OAuthManifest, IReadOnlyList{string}, IReadOnlyList{string}, IReadOnlyList{string})"/>
    internal static OAuthAsk For(OAuthManifest manifest, IntegrationInstance instance, IReadOnlyList<string> added, Connection? current) =>
        For(manifest, InstancePurposes.Of(instance), added, current is { AuthKind: AuthKinds.OAuth2 } ? current.Scopes : []);

    /// <summary>As it was when the flow began.</summary>
    internal static OAuthAsk Of(OAuthManifest manifest, OAuthState state) =>
        !state.Fields.TryGetValue(ScopesField, out var scopes) ? new OAuthAsk(manifest.Scopes, [])
        : new OAuthAsk([.. manifest.Scopes.Where(scope => OAuthScopes.Split(scopes).Contains(scope.Name, StringComparer.Ordinal))], OAuthScopes.Split(state.Fields.GetValueOrDefault(AddedField) ?? ""));

    /// <summary>What a person typed, with this beside it where it is less than everything.</summary>
    internal IReadOnlyDictionary<string, string> Beside(OAuthManifest manifest, IReadOnlyDictionary<string, string> typed)
    {
        var fields = typed.Where(field => !field.Key.StartsWith(OfTheFlow)).ToDictionary(StringComparer.Ordinal);
        if (Scopes.Count < manifest.Scopes.Count || Added.Count > 0)
        {
            (fields[ScopesField], fields[AddedField]) = (string.Join(' ', Scopes.Select(scope => scope.Name)), string.Join(' ', Added));
        }

        return fields;
    }
}
