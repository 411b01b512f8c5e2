namespace Integrations.Web.Api.Automation;

/// <param name="Replayed">How many are on their way again; what is under way anyway is not among them.</param>
internal sealed record AutomationReplayed(int Replayed);
