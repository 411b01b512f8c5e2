using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Outlook;

internal sealed record OutlookMessage(string Id, string Subject, string Text, DemoPerson From, DemoPerson To, DateTimeOffset Received);
