using System.Text.Json.Nodes;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Company;

/// <param name="Status">active or inactive.</param>
[ApiRequest]
internal sealed record UpdateCompanyIntegration(string? Name, string? Type, JsonObject? Config, [property: OneOf("active", "inactive")] string? Status);
