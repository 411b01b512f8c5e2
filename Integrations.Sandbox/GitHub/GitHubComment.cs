using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.GitHub;

internal sealed record GitHubComment(long Id, DemoPerson Author, string Body, DateTimeOffset At);
