using Integrations.Connectors.Http;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Integrations.Core.Identity.OpenId;

/// <summary>
/// What providers say of themselves (OpenID Connect Discovery 1.0, section 4), kept for an hour. It is an organization's word, so it is
/// believed only where issuer and addresses are in order.
/// </summary>
public sealed partial class OpenIdMetadata(EgressHandlers egress, IOptions<VendorHttpOptions> options, TimeProvider clock, ILogger<OpenIdMetadata> logger)
{
    private const string Path = "/.well-known/openid-configuration";
    private const int Capacity = 1_000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    // A token with a key that no one knows asks for new ones; not as often as tokens can be sent.
    private static readonly TimeSpan RefreshedAtMost = TimeSpan.FromSeconds(30);

    private readonly ExpiringCache<string, OpenIdConnectConfiguration> _known = new(clock, Capacity);
    private readonly ExpiringCache<string, bool> _refreshed = new(clock, Capacity);

    /// <summary>A way to a provider for the calls of one step, which may take as long as a person waits for a vendor.</summary>
    public HttpMessageHandler Calls() => new OpenIdCalls(egress, options.Value.InteractiveDeadline, clock);

    /// <returns>The provider's endpoints and keys, or <c>openid.unreachable</c>, <c>openid.metadata_refused</c>.</returns>
    public async Task<Result<OpenIdConnectConfiguration>> GetAsync(string issuer, CancellationToken cancellationToken) =>
        _known.TryGet(issuer, out var known) ? known : await ReadAsync(issuer, cancellationToken);

    /// <summary>Reads it anew, for keys that were changed; what is known where that was done some seconds ago.</summary>
    public Task<Result<OpenIdConnectConfiguration>> RefreshAsync(string issuer, CancellationToken cancellationToken)
    {
        if (_refreshed.TryGet(issuer, out _))
        {
            return GetAsync(issuer, cancellationToken);
        }

        _refreshed.Remember(issuer, true, clock.GetUtcNow() + RefreshedAtMost);
        return ReadAsync(issuer, cancellationToken);
    }

    /// <summary>Reads it past what is remembered, for who looks whether it is in order.</summary>
    public async Task<Result<OpenIdConnectConfiguration>> ReadAsync(string issuer, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(Calls());
        try
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(issuer.TrimEnd('/') + Path, new Documents(http), cancellationToken);
            if (Refuse(read, issuer) is { } refused)
            {
                _known.Forget(issuer);
                LogRefused(logger, HostOf(issuer), refused.Message);
                return refused;
            }

            _known.Remember(issuer, read, clock.GetUtcNow() + Kept);
            return read;
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            // What an administrator sees is wrong is wrong for members, too.
            _known.Forget(issuer);
            // Whatever the library's reading of an answer throws, the answer was at fault (SECURITY I12: blocked and closed look alike).
            var isSilent = IsUnreachable(failed);
            LogRefused(logger, HostOf(issuer), isSilent ? OpenIdFailures.UnreachableCode : failed.GetType().Name);
            return isSilent ? OpenIdFailures.Unreachable : OpenIdFailures.NotJson;
        }
    }

    /// <summary>Whether a call did not come through, told apart from an answer that was refused.</summary>
    public static bool IsUnreachable(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { StatusCode: null } or TimeoutException or OperationCanceledException or EgressBlockedException)
            {
                return true;
            }
        }

        return false;
    }

    private Failure? Refuse(OpenIdConnectConfiguration read, string issuer) =>
        read.Issuer != issuer ? OpenIdFailures.OtherIssuer(read.Issuer ?? "")
        : read.SigningKeys.Count == 0 ? OpenIdFailures.NoKeys
        : RefuseEndpoint("authorization endpoint", read.AuthorizationEndpoint, isNeeded: true)
            ?? RefuseEndpoint("token endpoint", read.TokenEndpoint, isNeeded: true)
            ?? RefuseEndpoint("user info endpoint", read.UserInfoEndpoint, isNeeded: false)
            ?? RefuseEndpoint("pushed authorization request endpoint", read.PushedAuthorizationRequestEndpoint, isNeeded: false);

    private Failure? RefuseEndpoint(string which, string? address, bool isNeeded) =>
        string.IsNullOrEmpty(address) ? isNeeded ? OpenIdFailures.BadEndpoint(which, "it names none.") : null
        : egress.Policy.Refuse(address) is { } reason ? OpenIdFailures.BadEndpoint(which, reason)
        : null;

    private static string HostOf(string issuer) => Uri.TryCreate(issuer, UriKind.Absolute, out var address) ? address.Host : "";

    [LoggerMessage(4131, LogLevel.Warning, "The metadata of the OpenID provider at {Host} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string host, string reason);

    private sealed class Documents(HttpClient http) : IDocumentRetriever
    {
        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            using var answer = await http.GetAsync(new Uri(address), cancel);
            // A redirect is no document: the issuer is the address that was entered (SECURITY I9).
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadAsStringAsync(cancel)
                : throw new InvalidDataException($"The document answered {(int)answer.StatusCode}.");
        }
    }
}
