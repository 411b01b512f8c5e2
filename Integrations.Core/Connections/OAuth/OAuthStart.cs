using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Connections.OAuth;

/// <summary>The first half of a flow: a state is stored, and the browser is sent to the vendor.</summary>
public sealed class OAuthStart(
    IDbContextFactory<IntegrationsDbContext> contexts, OAuthProviders providers, CredentialVault vault, PublicOrigin origin, ReturnAddresses returns, IOptions<OAuthOptions> options, TimeProvider clock)
{
    /// <summary>Starts a flow for an integration that exists; its connection is made at the callback.</summary>
    public async Task<Result<StartedFlow>> StartAsync(Caller caller, Guid instanceId, FlowRequest request, CancellationToken cancellationToken)
    {
        if (!returns.Allow(request.ReturnUrl))
        {
            return OAuthFailures.ReturnAddress;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await ConnectionService.ForConnectingAsync(db, caller, instanceId, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if (instance.Status == InstanceStatus.Disabled)
        {
            return InstanceFailures.Disabled;
        }

        if (!(await providers.FindAsync(instance.ProviderKey, cancellationToken)).TryGet(out var provider, out refused))
        {
            return refused;
        }

        if (InstancePurposes.CheckAdded("purposes", request.Purposes, instance, provider.Entry) is { } unknown)
        {
            return unknown;
        }

        // Another account is not asked for what the former one granted besides.
        var current = request.AllowAccountChange ? null : await db.Connections.AsNoTracking().UsedBy(caller, instance).SingleOrDefaultAsync(cancellationToken);
        var ask = OAuthAsk.For(provider.Manifest, instance, [.. request.Purposes.Distinct(StringComparer.Ordinal)], current);
        var now = clock.GetUtcNow();
        var parameter = OAuthHashes.Random(32);
        var verifier = provider.Manifest.WithoutPkceBecause is null ? OAuthHashes.Random(32) : null;
        var id = Guid.CreateVersion7(now);
        var state = new OAuthState
        {
            Id = id,
            StateHash = OAuthHashes.Hash(parameter),
            OrganizationId = instance.OrganizationId,
            UserId = caller.UserId,
            InstanceId = instance.Id,
            ConnectionUserId = ConnectionQueries.OwnerFor(caller, instance),
            ProviderKey = instance.ProviderKey,
            RedirectUri = providers.Callback,
            ReturnUrl = request.ReturnUrl,
            VerifierCiphertext = verifier is null ? null : vault.Protect("oauth", instance.OrganizationId, id, "verifier", verifier),
            Fields = ask.Beside(provider.Manifest, request.Fields),
            BrowserHash = request.BrowserKey is null ? null : OAuthHashes.Hash(request.BrowserKey),
            TokenId = FlowStarter.TokenOf(caller),
            SessionId = caller.SessionId,
            Stamp = await FlowStarter.StampOfAsync(db, caller, cancellationToken),
            Scopes = caller.Scopes,
            ConnectLinkId = caller.LinkId,
            AllowAccountChange = request.AllowAccountChange,
            RequestedBy = Text.Cut(caller.DisplayName, 320),
            CreatedAt = now,
            ExpiresAt = now + options.Value.StateLifetime,
        };
        db.OAuthStates.Add(state);
        await db.SaveChangesAsync(cancellationToken);
        var authorization = providers.AuthorizationUrl(provider, ask.Scopes, state.RedirectUri, parameter, verifier);
        return request.BrowserKey is null && options.Value.ConfirmTokenStarted
            ? new StartedFlow(origin.Url($"/connect/confirm?state={parameter}"), parameter, "/connect/confirm")
            : new StartedFlow(authorization, parameter);
    }
}
