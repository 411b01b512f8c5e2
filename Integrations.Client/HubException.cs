
namespace Integrations.Client;

/// <summary>
/// An error where there is no place for a value: in a stream, in <see cref="HubResult{T}.Value"/> of a failed call, and in clients of
/// <see cref="IntegrationsHubRegistration.AddHubConnection"/>.
/// </summary>
public sealed class HubException(HubError error, Exception? cause = null)
    : HttpRequestException(error.Kind == HubErrorKind.Unreachable ? HttpRequestError.ConnectionError : HttpRequestError.Unknown, error.ToString(), cause, error.Status)
{
    public HubError Error { get; } = error;
}
