using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>Calls of other programs may be passed on to the vendor's API as they are.</summary>
public interface IPassCalls
{
    /// <summary>The address that all of the API lies below, for this connection: the vendor's own, with a slash at its end.</summary>
    Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken);

    /// <summary>Adds what every call of this API carries besides the credential, such as its version; what the caller sent stays.</summary>
    void Prepare(VendorSession session, HttpRequestMessage request)
    {
    }
}
