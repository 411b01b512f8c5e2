using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>For vendors whose token answer is not RFC 6749 section 5.1, such as nested tokens.</summary>
public interface IReadTokenResponse
{
    Result<TokenGrant> ReadToken(string vendorName, VendorResponse response);
}
