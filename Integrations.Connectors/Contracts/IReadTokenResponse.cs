using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>For vendors whose token answer is not RFC 6749 section 5.1, such as nested tokens.</summary>
public interface IReadTokenResponse
{
    /// <summary>Reads a success of the token endpoint: statuses but 2xx, and bodies with an <c>error</c>, have become failures before.</summary>
    /// <param name="vendorName">For messages.</param>
    /// <param name="response">The whole answer. It is data, not truth: tokens may be missing or of any type (SECURITY O9).</param>
    /// <returns>The grant, or a failure such as <c>vendor.unreadable</c> where there is no token in it. What is thrown counts as <c>vendor.unreadable</c> too.</returns>
    Result<TokenGrant> ReadToken(string vendorName, VendorResponse response);
}
