using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>Carries a failure through code that only knows exceptions, such as an HttpMessageHandler or a vendor's library.</summary>
public sealed class VendorFailureException(Failure failure) : HttpRequestException(failure.Message)
{
    /// <summary>What callers get in place of the exception (<see cref="VendorFailures.FromException"/>).</summary>
    public Failure Failure { get; } = failure;
}
