namespace Integrations.Core.Connections.OAuth;

/// <summary>A flow that was started.</summary>
/// <param name="AuthorizationUrl">Where the person goes.</param>
/// <param name="State">Also in the URL; the documents return it.</param>
/// <param name="ConfirmPath">A page of ours that a token-started flow passes first (SECURITY O4); null where none is needed.</param>
public sealed record StartedFlow(string AuthorizationUrl, string State, string? ConfirmPath = null);
