using Integrations.Core.Identity.Tokens;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Integrations.Core.Identity.Programs;

/// <summary>What the authorization server asks of programs: the hub's own rules for secrets, return addresses and programs that were ended.</summary>
internal sealed class ProgramManager(
    IOpenIddictApplicationCache<ProgramClient> cache, ILogger<OpenIddictApplicationManager<ProgramClient>> logger, IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<ProgramClient> store, TimeProvider clock) : OpenIddictApplicationManager<ProgramClient>(cache, logger, options, store)
{
    /// <summary>One that was ended is as unknown as one that never was.</summary>
    public override async ValueTask<ProgramClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        identifier.Length <= ProgramClient.ClientIdMaxLength && await base.FindByClientIdAsync(identifier, cancellationToken) is { RevokedAt: null } found ? found : null;

    public override ValueTask<bool> ValidateRedirectUriAsync(ProgramClient application, string uri, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ProgramRegistrations.RedirectsOf(application).Any(registered => RedirectAddress.Fits(registered, uri)));

    public override async ValueTask<bool> ValidateClientSecretAsync(ProgramClient application, string secret, CancellationToken cancellationToken = default) =>
        application.SecretEndsAt > clock.GetUtcNow() && (await base.ValidateClientSecretAsync(application, secret, cancellationToken) || IsFormer(application, secret));

    private bool IsFormer(ProgramClient application, string secret) =>
        ProgramSecret.Of(application) is { FormerHash: { } hash, FormerUntil: { } until } && until > clock.GetUtcNow() && new Secret(hash).Matches(TokenText.Hash(secret));

    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) => ValueTask.FromResult(TokenText.Hash(secret));

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new Secret(comparand).Matches(TokenText.Hash(secret)));
}
