using Integrations.Core.Catalog;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>The OAuth 2 authorization code flow with PKCE, from start to stored connection (SECURITY O1–O10).</summary>
public sealed class OAuthFlow(OAuthStart start, OAuthCompletion completion, OAuthProviders providers, ReturnAddresses returns)
{
    /// <summary>The redirect URI's path below the public origin; vendors' registrations of the client name it.</summary>
    public const string CallbackPath = "/api/integrations/oauth/callback";

    /// <inheritdoc cref="OAuthStart.StartAsync"/>
    public Task<Result<StartedFlow>> StartAsync(Caller caller, Guid instanceId, FlowRequest request, CancellationToken cancellationToken) =>
        start.StartAsync(caller, instanceId, request, cancellationToken);

    /// <summary>What would refuse a flow of this provider, no matter who starts it; null when nothing would.</summary>
    public async Task<Failure?> CheckAsync(CatalogEntry provider, string returnUrl, CancellationToken cancellationToken) =>
        returns.Allow(returnUrl) ? await providers.CheckAsync(provider, cancellationToken) : OAuthFailures.ReturnAddress;

    /// <inheritdoc cref="OAuthCompletion.CompleteAsync"/>
    public Task<FlowEnd> CompleteAsync(FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken) =>
        completion.CompleteAsync(callback, remoteAddress, requestId, cancellationToken);
}
