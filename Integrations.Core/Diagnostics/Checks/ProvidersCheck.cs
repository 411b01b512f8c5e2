using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Microsoft.Extensions.Options;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether active providers have the OAuth client that they need, and whether their vendors answer.</summary>
internal sealed class ProvidersCheck(
    CatalogService catalog, ProviderTest providers, PublicOrigin origin, HostFacts host, IOptions<VendorHttpOptions> vendors, TimeProvider clock) : IDoctorCheck
{
    public string Name => "Providers";

    public bool NeedsDatabase => true;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        var entries = (await catalog.AllAsync(cancellationToken)).Where(e => e is { Connector: not null, Document.Status: ProviderStatuses.Active }).OrderBy(e => e.Key, StringComparer.Ordinal).ToList();
        var findings = entries.Where(e => e.Connector!.Manifest.Auth.Any(m => m.OAuth is not null) && !e.HasOAuthClient).Select(WithoutClient).ToList();
        if (findings.Count == 0)
        {
            findings.Add(new Finding("Providers", FindingSeverity.Ok, Say("{0} providers are active, each with the OAuth client that it needs.", entries.Count)));
        }

        if (host.PlaysVendors && vendors.Value.SandboxOrigin is null)
        {
            findings.Add(new Finding("Vendors", FindingSeverity.Ok, Say("Played by the sandbox, once the hub runs.")));
            return findings;
        }

        var reached = await Task.WhenAll(entries.Where(e => e.Connector!.Manifest.Auth.Any(m => m.OAuth is null) || e.HasOAuthClient).Select(async e => (Entry: e, Outcome: await ReachAsync(caller, e, cancellationToken))));
        findings.AddRange(reached.Where(r => r.Outcome?.Failure is not null).Select(r =>
            new Finding("Vendors", FindingSeverity.Warning, r.Outcome!.Failure!.Message, Say("Allow https to {0} in firewall and proxy, or wait for the vendor.", string.Join(", ", r.Entry.Connector!.Manifest.Hosts.Take(3))))));
        if (reached.FirstOrDefault(r => r.Outcome?.VendorTime is not null).Outcome is { VendorTime: { } theirs } told)
        {
            // Told in whole seconds, and on its way back for half the time that the call took.
            findings.Add(clock.Compare(Say("the vendors"), theirs + (clock.GetUtcNow() - told.TestedAt)));
        }

        if (reached.All(r => r.Outcome?.Failure is null))
        {
            findings.Add(new Finding("Vendors", FindingSeverity.Ok, host.PlaysVendors
                ? Say("{0} were asked, and all that have an address of their own answered (the sandbox plays them).", reached.Length)
                : Say("{0} were asked, and all that have an address of their own answered.", reached.Length)));
        }

        return findings;
    }

    private Finding WithoutClient(CatalogEntry entry)
    {
        var onlyWay = entry.Connector!.Manifest.Auth.All(m => m.OAuth is not null);
        var callback = origin.IsKnown ? origin.Url(OAuthFlow.CallbackPath) : $"(Hub:PublicOrigin){OAuthFlow.CallbackPath}";
        return new Finding(
            "Providers", onlyWay ? FindingSeverity.Warning : FindingSeverity.Ok, onlyWay ? Say("{0} has no OAuth client: no one can sign in there.", entry.DisplayName) : Say("{0} has no OAuth client: no one can sign in there, only paste a credential.", entry.DisplayName),
            Say("Register one at the vendor with the callback {0}, then set Providers:{1}:ClientId and ClientSecret, or enter them on the provider's page.", callback, entry.Key));
    }

    private async Task<ProviderTestOutcome?> ReachAsync(Caller caller, CatalogEntry entry, CancellationToken cancellationToken) =>
        (await providers.RunAsync(caller, null, entry.Key, cancellationToken)).Match(outcome => outcome, _ => null!);
}
