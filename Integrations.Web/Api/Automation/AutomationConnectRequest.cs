using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <summary>Configuration varies by type: authType oauth with redirectUrl; url and headers of a webhook; or the fields that the provider's form names.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class AutomationConnectRequest
{
    /// <summary>oauth, api_key, basic or custom; found by the other members when absent.</summary>
    public string? AuthType { get; init; }

    /// <summary>Where the browser goes after the consent: a path of the hub, or an address of an allowed origin.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>The new integration's name; the app's unless told.</summary>
    public string? Name { get; init; }

    /// <summary>A webhook's address.</summary>
    public string? Url { get; init; }

    /// <summary>A webhook's headers: an object of texts.</summary>
    public JsonObject? Headers { get; init; }

    /// <summary>A webhook's signing secret.</summary>
    [BeyondDocuments]
    public string? Secret { get; init; }

    /// <summary>Named as the fields of the provider's form.</summary>
    [BeyondDocuments]
    public JsonObject? Credentials { get; init; }

    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }

    public override string ToString() => "***";
}
