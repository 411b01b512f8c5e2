using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>
/// Where the hub calls a connector, and a connector a vendor's library. Whatever a vendor's answer makes either of them throw ends here as an
/// answer that could not be read (SECURITY X3): no vendor's bytes may become an error of the hub, or end a job.
/// </summary>
internal static class VendorBoundary
{
    /// <param name="session">The session that the call uses.</param>
    /// <param name="call">One method of a connector, or one request of a library.</param>
    /// <param name="cancellationToken">The call's own: what it ends is no failure of the vendor.</param>
    public static async Task<Result<T>> CallAsync<T>(this VendorSession session, Func<Task<Result<T>>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (VendorFailures.FromException(session.VendorName, exception, cancellationToken) is { } failure)
        {
            session.Tell(exception);
            return failure;
        }
    }

    /// <summary>The same for a connector's reading of a token answer.</summary>
    public static Result<TokenGrant> ReadTokenSafely(this IReadTokenResponse connector, VendorSession session, VendorResponse response)
    {
        try
        {
            return connector.ReadToken(session.VendorName, response);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            session.Tell(exception);
            return VendorFailures.Unreadable(session.VendorName, response.ContentType, (int)response.Status);
        }
    }

    /// <summary>The same for a delivery: one that cannot be read is refused like a forged one (SECURITY W10).</summary>
    public static InboundVerdict ReceiveSafely(this IReceiveEvents connector, InboundRequest request, Secret secret, DateTimeOffset now)
    {
        try
        {
            return connector.Receive(request, secret, now);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new InboundVerdict.Rejected($"unreadable ({exception.GetType().Name})");
        }
    }
}
