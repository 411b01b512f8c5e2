using System.Text.Json;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.Declarative;

/// <summary>A vendor's answer that is no refusal.</summary>
internal sealed record VendorAnswer(VendorResponse Response, JsonElement Body);
