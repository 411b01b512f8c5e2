using System.Text.Json.Nodes;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Company;

/// <param name="Name">1 to 80 characters, unique within the company.</param>
/// <param name="Type">A provider's key, or a word of your own.</param>
/// <param name="Config">Settings; with url or webhookUrl, a webhook.</param>
[ApiRequest(nameof(CreateCompanyIntegration.Name), nameof(CreateCompanyIntegration.Type), nameof(CreateCompanyIntegration.Config))]
internal sealed record CreateCompanyIntegration(string? Name, string? Type, JsonObject? Config);
