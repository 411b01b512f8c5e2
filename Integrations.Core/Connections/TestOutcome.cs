using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>How a connection test ended.</summary>
/// <param name="Failure">Null when it passed.</param>
/// <param name="Took">The vendor's time and ours.</param>
public sealed record TestOutcome(Failure? Failure, VendorAccount? Account, DateTimeOffset TestedAt, TimeSpan Took)
{
    /// <summary>The vendor answered, and took the credential.</summary>
    public bool Success => Failure is null;
}
