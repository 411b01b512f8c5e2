using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>
/// Puts the connection's credential on requests to the hosts it is bound to and to no others (SECURITY T10). A refused
/// one leads to one refresh and one repeat (RELIABILITY R10).
/// </summary>
/// <param name="connector">Knows where the vendor wants the credential.</param>
/// <param name="credential">The credential at the start.</param>
/// <param name="hosts">Vendor hosts that may see it, written as <see cref="CredentialHosts"/> says.</param>
/// <param name="route">Tells which vendor host an address in the sandbox or behind a gateway stands for.</param>
/// <param name="refresh">Gives a newer credential than the refused one, or null when there is none.</param>
/// <param name="mayDoubt">Whether an answer that may mean a dead credential is worth a refresh now; asked only for such answers.</param>
public sealed class CredentialHandler(
    IConnector connector,
    VendorCredential credential,
    IReadOnlySet<string> hosts,
    VendorRoute route,
    Func<VendorCredential, CancellationToken, Task<VendorCredential?>>? refresh = null,
    Func<bool>? mayDoubt = null) : DelegatingHandler
{
    // The body went by and was not kept; the vendor refused it unread.
    private static readonly Failure SendAgain = new(
        FailureKind.Unavailable, "proxy.send_again", "The connection was renewed while this call was under way, and its body cannot be sent twice. Send the call again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private readonly Lock _lock = new();
    private VendorCredential _credential = credential;
    private Task<VendorCredential?>? _renewal;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!hosts.Contains(route.VendorHost(request.RequestUri!)))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var address = request.RequestUri;
        var used = Volatile.Read(ref _credential);
        connector.Authenticate(request, used);
        var response = await base.SendAsync(request, cancellationToken);
        if (refresh is null || !await IsRefusedAsync(response, cancellationToken) || await NewerAsync(used, cancellationToken) is not { } newer)
        {
            return response;
        }

        response.Dispose();
        if (request.Content is PassedBody { IsStarted: true })
        {
            throw new VendorFailureException(SendAgain);
        }

        request.RequestUri = address;
        connector.Authenticate(request, newer);
        return await base.SendAsync(request, cancellationToken);
    }

    private async ValueTask<bool> IsRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await connector.RefusesCredentialAsync(response, cancellationToken) || (connector.DoubtsCredential(response) && mayDoubt?.Invoke() == true);

    /// <summary>What to repeat with; null when the refused credential is the renewed one already, or there is none. Calls side by side share one renewal.</summary>
    private async Task<VendorCredential?> NewerAsync(VendorCredential refused, CancellationToken cancellationToken)
    {
        Task<VendorCredential?> renewal;
        lock (_lock)
        {
            // Not cancelled with the call that came first: others wait for it too.
            renewal = _renewal ??= refresh!(refused, CancellationToken.None);
        }

        var newer = await renewal.WaitAsync(cancellationToken);
        if (newer is null || ReferenceEquals(newer, refused))
        {
            return null;
        }

        Volatile.Write(ref _credential, newer);
        return newer;
    }
}
