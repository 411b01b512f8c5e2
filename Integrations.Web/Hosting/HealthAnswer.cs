namespace Integrations.Web.Hosting;

internal sealed record HealthAnswer(string Status);
