
namespace Integrations.Client;

/// <summary>Keeps the calls of a named client below its integration: no other address gets the program's token.</summary>
/// <param name="home">The base address of the client, such as <c>https://hub.example.com/api/proxy/{id}/</c>.</param>
internal sealed class HubConnectionHandler(Uri home) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri is { } address && IsBelow(address)
            ? base.SendAsync(request, cancellationToken)
            : throw new InvalidOperationException($"{request.RequestUri} is not below {home}. Use a path relative to the vendor's base address, such as user/repos.");

    // Dot segments are gone by now: an address that had some is compared as what it came to.
    private bool IsBelow(Uri address) =>
        Uri.Compare(address, home, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
        && address.AbsolutePath.StartsWith(home.AbsolutePath, StringComparison.Ordinal)
        && address.AbsolutePath.Length > home.AbsolutePath.Length
        && address.Fragment.Length == 0;
}
