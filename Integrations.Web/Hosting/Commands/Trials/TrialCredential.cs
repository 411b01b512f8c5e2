using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Connectors.Manifest;

namespace Integrations.Web.Hosting.Commands.Trials;

/// <summary>The credential of a trial at the vendor, which the environment holds: <c>PROVIDER_CREDENTIAL_</c> and the field's name in capitals.</summary>
/// <param name="environment">Finds a variable; null where it is not set.</param>
internal sealed class TrialCredential(Func<string, string?> environment)
{
    private const string Beginning = "PROVIDER_CREDENTIAL_";

    /// <summary>All values at hand for a provider, so that none of them gets into a recording.</summary>
    public IReadOnlyCollection<string> Values(ProviderManifest manifest) =>
        [.. manifest.Auth.SelectMany(method => Names(method)).Where(one => one.IsSecret).Select(one => Find(one.Name)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>What to connect with; null, with what to set, where something is missing.</summary>
    /// <param name="manifest">Of the provider.</param>
    /// <param name="kind">The way to connect; null for the first whose fields are all there.</param>
    /// <param name="missing">What to do next, as a sentence.</param>
    public TrialConnection? Choose(ProviderManifest manifest, string? kind, out string missing)
    {
        missing = "";
        var ways = manifest.Auth.Where(method => kind is null || method.Kind == kind).ToList();
        if (ways.Find(method => Names(method).All(one => !one.IsRequired || Find(one.Name) is not null)) is { } way)
        {
            return new TrialConnection(way.Kind, Names(way).Where(one => Find(one.Name) is not null).ToDictionary(one => one.Name, one => Find(one.Name)!, StringComparer.Ordinal));
        }

        missing = ways.Count == 0
            ? $"There is no way to connect of the kind {kind}; there are {string.Join(", ", manifest.Auth.Select(method => method.Kind))}."
            : $"The vendor wants a credential. Set {string.Join(", or ", ways.Select(way => $"{string.Join(" and ", Names(way).Where(one => one.IsRequired).Select(one => Variable(one.Name)))} ({way.Kind})"))} in the environment.";
        return null;
    }

    private string? Find(string field) => environment(Variable(field)) is { Length: > 0 } value ? value : null;

    private static string Variable(string field) => Beginning + field.ToUpperInvariant();

    private static IEnumerable<(string Name, bool IsRequired, bool IsSecret)> Names(AuthMethod method)
    {
        var typed = method.Fields.Select(field => (field.Name, field.Required, field.Secret));
        return method.OAuth is null ? typed : typed.Append((VendorCredential.AccessToken, true, true));
    }
}
