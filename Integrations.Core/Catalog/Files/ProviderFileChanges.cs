using Integrations.Connectors.Manifest;
using Integrations.Connectors.Declarative;

namespace Integrations.Core.Catalog.Files;

/// <summary>What another file of the same provider changes for those who use it.</summary>
/// <param name="Hosts">That are called from now on.</param>
/// <param name="Scopes">That people are asked for from now on, when they connect again.</param>
/// <param name="GoneEntities">That can no longer be found or read; links to them stay.</param>
/// <param name="GoneActions">That can no longer be run.</param>
/// <param name="GoneChanges">Whose changes are no longer found by themselves; <c>events</c> where the vendor's events are no longer taken.</param>
/// <param name="GoneWays">Ways to connect that end; connections made by them have to be made again.</param>
/// <param name="FormerProof">How the vendor's events are proven until now, each in one line; empty where that stays, and where there were none.</param>
/// <param name="Proof">How they are from now on; empty where that stays.</param>
public sealed record ProviderFileChanges(
    IReadOnlyList<string> Hosts, IReadOnlyList<string> Scopes, IReadOnlyList<string> GoneEntities, IReadOnlyList<string> GoneActions,
    IReadOnlyList<string> GoneChanges, IReadOnlyList<string> GoneWays, IReadOnlyList<string> FormerProof, IReadOnlyList<string> Proof)
{
    /// <summary>The new file takes nothing away, calls and asks for nothing more, and believes the same events.</summary>
    public bool IsEmpty => Hosts.Count + Scopes.Count + GoneEntities.Count + GoneActions.Count + GoneChanges.Count + GoneWays.Count + FormerProof.Count + Proof.Count == 0;

    /// <summary>Compares two files of one provider; order and wording do not count.</summary>
    public static ProviderFileChanges Between(ProviderFile before, ProviderFile after) => new(
        Added(HostsOf(before), HostsOf(after)),
        Added(ScopesOf(before.Manifest), ScopesOf(after.Manifest)),
        Added(after.Manifest.Entities.Select(entity => entity.Name), before.Manifest.Entities.Select(entity => entity.Name)),
        Added(after.Actions, before.Actions),
        Added(ChangesOf(after), ChangesOf(before)),
        Added(after.Manifest.Auth.Select(method => method.Kind), before.Manifest.Auth.Select(method => method.Kind)),
        ProofsDiffer(before, after) ? before.EventProof : [],
        ProofsDiffer(before, after) ? after.EventProof : []);

    /// <summary>Every host that the file makes the hub call; what people type as an address of their own is not among them.</summary>
    public static IReadOnlyList<string> HostsOf(ProviderFile file) =>
    [
        .. file.Manifest.Hosts
            .Concat(SignIns(file.Manifest).Select(oauth => new Uri(oauth.AuthorizationUrl).Authority)).Concat(TokenHostsOf(file))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];

    /// <summary>Hosts that get tokens, codes and the client's secret by the new file, and did not by the one before; empty where that had no such sign-in.</summary>
    public static IReadOnlyList<string> TokenHosts(ProviderFile before, ProviderFile after) => TokenHostsOf(before) is { Count: > 0 } known ? Added(known, TokenHostsOf(after)) : [];

    /// <summary>Events that end are named as such, and first ones weaken nothing.</summary>
    private static bool ProofsDiffer(ProviderFile before, ProviderFile after) =>
        before.EventProof.Count > 0 && after.EventProof.Count > 0 && !before.EventProof.SequenceEqual(after.EventProof, StringComparer.Ordinal);

    private static IReadOnlyList<string> TokenHostsOf(ProviderFile file) =>
    [
        .. SignIns(file.Manifest).SelectMany(oauth => new[] { oauth.TokenUrl, oauth.Revocation?.Url }).OfType<string>()
            .Select(address => new Uri(address).Authority).Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> ChangesOf(ProviderFile file) => file.Manifest.Inbound is null ? file.Synchronized : file.Synchronized.Append("events");

    private static IEnumerable<OAuthManifest> SignIns(ProviderManifest manifest) => manifest.Auth.Select(method => method.OAuth).OfType<OAuthManifest>();

    private static IEnumerable<string> ScopesOf(ProviderManifest manifest) =>
        SignIns(manifest).SelectMany(oauth => oauth.Scopes).Select(scope => scope.Name);

    private static IReadOnlyList<string> Added(IEnumerable<string> before, IEnumerable<string> after) => [.. after.Except(before, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
