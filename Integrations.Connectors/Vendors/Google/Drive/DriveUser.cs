using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveUser
{
    [JsonProperty("displayName")]
    public string? DisplayName { get; init; }

    [JsonProperty("emailAddress")]
    public string? EmailAddress { get; init; }

    [JsonIgnore]
    public string? Label => EmailAddress ?? DisplayName;
}
