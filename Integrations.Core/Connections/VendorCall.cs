using Integrations.Core.Permissions;

namespace Integrations.Core.Connections;

/// <summary>One call of a vendor on behalf of a caller, from <see cref="VendorCalls"/>.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Open">The integration, and the session to its vendor.</param>
/// <param name="Type">What activity calls it.</param>
/// <param name="Started">When it began, as <see cref="TimeProvider.GetTimestamp"/> gave it.</param>
public sealed record VendorCall(Caller Caller, OpenIntegration Open, string Type, long Started) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Open.Dispose();
}
