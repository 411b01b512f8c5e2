using Integrations.Connectors;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>Whether the hub itself is ready for a provider: the vendor answers, and an OAuth client is set up where one is needed. No tenant's credential is used.</summary>
public sealed class ProviderTest(CatalogService catalog, VendorPipeline pipeline, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks the vendor's address without any credential, within ten seconds.</summary>
    /// <returns>How it went, a failure of the vendor included; or <c>permission_denied</c>, <c>provider.not_found</c>.</returns>
    public async Task<Result<ProviderTestOutcome>> RunAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken)
    {
        if (!(await catalog.GetAnyAsync(caller, category, idOrKey, cancellationToken)).TryGet(out var provider, out var failure))
        {
            return failure;
        }

        if (provider.Connector is not { } entry)
        {
            return Ended(Failure.Invalid("connection.no_connector", $"The hub has no connector for {provider.DisplayName}: it can be listed, but not connected."));
        }

        if (entry.Manifest.Auth.All(m => m.OAuth is not null) && !provider.HasOAuthClient)
        {
            return Ended(Failure.Invalid("oauth.client_missing", $"No OAuth client is set up for {provider.DisplayName}. Enter its id and secret on the provider's page or in the configuration."));
        }

        return AddressOf(entry) is { } address
            ? await ReachAsync(provider, entry, address, cancellationToken)
            : new ProviderTestOutcome(null, $"{provider.DisplayName} has no address of its own: each integration brings one.", clock.GetUtcNow(), null);
    }

    private async Task<ProviderTestOutcome> ReachAsync(CatalogEntry provider, ConnectorEntry entry, Uri address, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var client = new HttpClient(pipeline.Create(entry.Manifest.Key, authentication: null)) { Timeout = Patience };
        try
        {
            // Any answer will do, a refusal included: it proves name, route and certificate.
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var took = clock.GetElapsedTime(started);
            return (int)answer.StatusCode >= 500
                ? Ended(new Failure(FailureKind.VendorUnavailable, "vendor.failed", $"{provider.DisplayName} is reachable, but answers with an error ({(int)answer.StatusCode})."), took)
                : new ProviderTestOutcome(null, $"{provider.DisplayName} is reachable.", clock.GetUtcNow(), took) { VendorTime = answer.Headers.Date };
        }
        catch (Exception exception) when (VendorFailures.FromException(provider.DisplayName, exception, cancellationToken) is not null)
        {
            return Ended(new Failure(FailureKind.VendorUnavailable, "vendor.unreachable", $"{provider.DisplayName} could not be reached."), clock.GetElapsedTime(started));
        }
    }

    private static Uri? AddressOf(ConnectorEntry entry) =>
        entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth?.TokenUrl is { } token && Uri.TryCreate(token, UriKind.Absolute, out var url) ? url
        : entry.Manifest.Hosts.FirstOrDefault(h => !h.Contains('*', StringComparison.Ordinal)) is { } host ? new Uri($"https://{host}/")
        : null;

    private ProviderTestOutcome Ended(Failure failure, TimeSpan? took = null) => new(failure, null, clock.GetUtcNow(), took);
}
