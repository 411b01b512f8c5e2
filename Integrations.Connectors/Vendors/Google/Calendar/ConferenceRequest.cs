using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class ConferenceRequest
{
    [JsonProperty("requestId")]
    public string? RequestId { get; init; }

    [JsonProperty("conferenceSolutionKey")]
    public ConferenceKind? Solution { get; init; }

    [JsonProperty("status")]
    public ConferenceStatus? Status { get; init; }
}
