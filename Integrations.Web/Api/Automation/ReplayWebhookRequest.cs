using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <summary>Which deliveries to send again; without members all that were given up.</summary>
[ApiRequest]
internal sealed record ReplayWebhookRequest
{
    /// <summary>A day or a moment, ISO 8601: what happened from then on.</summary>
    public string? FromDate { get; init; }

    /// <summary>A day or a moment, ISO 8601; a day counts whole.</summary>
    public string? ToDate { get; init; }

    /// <summary>Also what was delivered already; false unless told.</summary>
    public bool? IncludeSucceeded { get; init; }
}
