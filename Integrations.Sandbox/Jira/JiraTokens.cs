using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Jira;

internal sealed record JiraTokens(PastedTokens Classic, PastedTokens Scoped, PastedTokens Personal);
