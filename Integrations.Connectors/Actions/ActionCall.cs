using System.Text.Json;
using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Actions;

/// <summary>One run of a written action.</summary>
/// <param name="Session">The authenticated vendor session.</param>
/// <param name="Parameters">An object that satisfies the action's schema.</param>
/// <param name="IsRepeatable">What the action's entry says: whether its writing request may be sent again when an answer is lost.</param>
/// <param name="CancellationToken">Ends the vendor's calls too.</param>
internal sealed record ActionCall(VendorSession Session, JsonElement Parameters, bool IsRepeatable, CancellationToken CancellationToken);
