using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class EventPerson
{
    [JsonProperty("email")]
    public string? Email { get; init; }

    [JsonProperty("displayName")]
    public string? DisplayName { get; init; }

    [JsonProperty("responseStatus")]
    public string? ResponseStatus { get; init; }

    [JsonProperty("resource")]
    public bool? Resource { get; init; }

    [JsonIgnore]
    public string? Label => Email ?? DisplayName;
}
