using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>Carries a failure through code that only knows exceptions, such as an HttpMessageHandler or a vendor's library.</summary>
public sealed class VendorFailureException(Failure failure) : HttpRequestException(failure.Message)
{
    public Failure Failure { get; } = failure;
}
