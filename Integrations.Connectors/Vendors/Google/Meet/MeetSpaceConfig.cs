using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Meet;

internal sealed class MeetSpaceConfig
{
    [JsonProperty("accessType")]
    public string? AccessType { get; init; }

    [JsonProperty("entryPointAccess")]
    public string? EntryPointAccess { get; init; }

    [JsonProperty("moderation")]
    public string? Moderation { get; init; }
}
