using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Status">timeout, error, rate_limited or reconnect.</param>
/// <param name="StaleSeconds">How old this integration's results are, which are shown in place of fresh ones; absent when there are none.</param>
internal sealed record SearchFailureDocument(Guid IntegrationId, string IntegrationName, [property: OneOf("timeout", "error", "rate_limited", "reconnect")] string Status, string Message, int? StaleSeconds = null);
