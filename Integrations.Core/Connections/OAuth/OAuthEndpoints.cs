namespace Integrations.Core.Connections.OAuth;

/// <param name="Authorization">Where the person goes: the sandbox's or the gateway's address, where there is one.</param>
/// <param name="Token">Where codes and refresh tokens go, as the vendor has it.</param>
internal sealed record OAuthEndpoints(Uri Authorization, string Token);
