using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.OAuth;

internal sealed record SavedConsent(
    Guid Id, SandboxAccount Account, string ClientId, string Provider, IReadOnlyList<string> Scopes, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset GivenAt, int Earlier);
