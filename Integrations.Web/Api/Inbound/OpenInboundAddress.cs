using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Inbound;

/// <summary>The vendor's own secret, or none to have one made; <c>overlap</c> keeps the former in force for a day.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class OpenInboundAddress
{
    public string? Secret { get; init; }

    public bool Overlap { get; init; } = true;

    public override string ToString() => "***";
}
