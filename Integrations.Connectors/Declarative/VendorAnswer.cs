using System.Text.Json;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative;

/// <summary>A vendor's answer that is no refusal.</summary>
internal sealed record VendorAnswer(VendorResponse Response, JsonElement Body);
